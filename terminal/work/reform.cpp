// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/reform.hpp"

#include "assets/texts.hpp"
#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/oversight/reform.hpp"
#include "terminal/work/records_index.hpp"

namespace zj::work {

Result<codec::Value> analyse_draft(const Context& context, std::string_view text) {
    ZJ_TRY(const codec::Value value, codec::parse_json(text, limits::kBodyBytesMax));
    ZJ_TRY(const oversight::ReformDraft draft, oversight::parse_reform(value));
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    const oversight::Index index = index_of(context.vault);
    ZJ_TRY(const oversight::ReformAnalysis analysis, oversight::analyse_reform(index, *catalogue, draft));
    codec::Value out = oversight::to_value(analysis);
    codec::Array obstacles;
    for (const oversight::Obstacle& one : analysis.obstacles) {
        const std::string key = "reform." + one.what;
        obstacles.push_back(codec::Object{{"what", one.what},
                                          {"record", one.record},
                                          {"zh", texts::term(key, texts::Lang::zh, one.args)},
                                          {"en", texts::term(key, texts::Lang::en, one.args)}});
    }
    const auto checkpoint = context.vault.checkpoint();
    return out.set("title", draft.title)
        .set("obstacles", std::move(obstacles))
        .set("as_of", static_cast<std::int64_t>(checkpoint ? checkpoint->size : 0));
}

}  // namespace zj::work
