// SPDX-License-Identifier: Apache-2.0
// The folder of CSV tables that opens the books. The input is one text: a line "@name" begins the next file.

#include <map>
#include <string>

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "shared/model/csv.hpp"
#include "shared/model/opening.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto kCatalogue = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    std::string_view rest = fuzz::text_of(data, size);
    const model::CsvTable table = model::parse_csv(rest);
    if (table.faults.empty()) {
        for (const auto& row : table.rows) {
            ZJ_PROMISE(row.size() == table.header.size() || row.empty());
        }
    }
    std::map<std::string, std::string, std::less<>> files;
    std::string name = "units.csv";
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end);
        if (line.starts_with('@') && line.ends_with('\n')) {
            name = line.substr(1, line.size() - 2);
        } else {
            files[name].append(line);
        }
    }
    const model::Opening opening = model::parse_opening(*kCatalogue, files);
    ZJ_PROMISE(opening.faults.empty() || opening.bodies.empty());
    ZJ_PROMISE(opening.faults.size() <= 500);
    for (const codec::Value& body : opening.bodies) {
        ZJ_PROMISE(codec::parse_canonical(codec::write_json(body), limits::kBodyBytesMax * 16).has_value());
    }
    return 0;
}
