// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the parts of the catalogue's reader have in common; inside of model only.

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/codec/reader.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::model {

// Bounds of a catalogue: several times ours, so that a hostile one cannot grow a terminal's memory or a form beyond
// use. Those of one part stand there.
inline constexpr std::size_t kItemsMax = 1000;
inline constexpr std::size_t kKeyBytesMax = 40;
inline constexpr std::size_t kLabelBytesMax = 200;

std::string index_pointer(const std::string& pointer, std::size_t index);
// Letters, digits, dots and underscores.
bool plain_key(std::string_view key);
// Members zh and en; what is wrong with them is the reader's to say.
Text2 read_label(codec::Reader& r);
std::string read_key(codec::Reader& r, std::string_view member);

}  // namespace zj::model
