// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keys of records that go by a text people know (a number of a paper, the id of a warning): the same text is the same
// record (INTENTS.md, Records). Pure.

#include <string>
#include <string_view>

namespace zj::model {

// "kind/<short id of SHA-256("zhijian-<kind>-v1\n" ‖ text)>".
std::string named_key(std::string_view kind, std::string_view text);

}  // namespace zj::model
