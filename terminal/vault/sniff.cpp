// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/sniff.hpp"

using namespace std::string_view_literals;

namespace zj::vault {

std::string_view sniff(ByteView start) {
    const std::string_view text = as_text(start);
    if (text.starts_with("%PDF-1."sv) || text.starts_with("%PDF-2."sv)) {
        return "application/pdf";
    }
    if (text.starts_with("\xff\xd8\xff"sv)) {
        return "image/jpeg";
    }
    if (text.starts_with("\x89PNG\r\n\x1a\n"sv)) {
        return "image/png";
    }
    if (text.starts_with("II*\0"sv) || text.starts_with("MM\0*"sv)) {
        return "image/tiff";
    }
    // GB/T 33190: a ZIP whose directory root is OFD.xml; writers put that entry, or its Doc_0 folder, first.
    if (text.starts_with("PK\x03\x04"sv)) {
        const std::string_view head = text.substr(0, 4096);
        if (head.find("OFD.xml"sv) != head.npos || head.find("Doc_0/"sv) != head.npos) {
            return "application/ofd";
        }
    }
    return {};
}

}  // namespace zj::vault
