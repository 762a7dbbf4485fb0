// SPDX-License-Identifier: Apache-2.0
// A matters catalogue, and a form filled against the real one: {"matter","fields","materials"}.

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto kCatalogue = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    const std::string_view text = fuzz::text_of(data, size);
    (void)model::Catalogue::load(text);
    const auto value = codec::parse_json(text);
    if (!value) {
        return 0;
    }
    const model::Matter* matter = kCatalogue->matter(value->str_or("matter", "USE"));
    const codec::Value* fields = value->find("fields");
    if (matter != nullptr && fields != nullptr) {
        (void)model::check_form(*kCatalogue, *matter, *fields, value->items("materials"));
    }
    return 0;
}
