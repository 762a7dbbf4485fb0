// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a document is, told by its content and never by its name (terminal.md, Vault). Only looks at the first bytes;
// nothing is decoded.

#include <string_view>

#include "shared/base/bytes.hpp"

namespace zj::vault {

// application/pdf, image/jpeg, image/png, image/tiff, application/ofd; empty for anything else. The first 4 KiB are
// enough.
std::string_view sniff(ByteView start);

}  // namespace zj::vault
