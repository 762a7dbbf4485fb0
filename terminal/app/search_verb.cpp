// SPDX-License-Identifier: Apache-2.0
// search: the records of this vault by what somebody remembers of them.
#include <memory>

#include "terminal/app/declaring.hpp"
#include "terminal/work/search.hpp"

namespace zj::app {

void add_search(Declaring& declare) {
    struct Options {
        std::vector<std::string> words;
        work::SearchQuery query;
    };
    const auto options = std::make_shared<Options>();
    CLI::App& verb =
        declare.verb("search", "by name, sound, number, 文号 or content 检索", [options](Session& session) -> Answer {
            work::SearchQuery query = options->query;
            for (const std::string& word : options->words) {
                query.words += (query.words.empty() ? "" : " ") + word;
            }
            ZJ_TRY(const work::Context context, session.context());
            return work::search(context, query);
        });
    verb.add_option("words", options->words, "all of these 检索词")->required();
    verb.add_option("--kind", options->query.kind, "person unit case doc ruling archive grant 种类");
    verb.add_option("--limit", options->query.limit, "at most so many 条数")->check(CLI::Range(1, 1'000));
    verb.add_option("--after", options->query.after, "go on after this one 续页");
}

}  // namespace zj::app
