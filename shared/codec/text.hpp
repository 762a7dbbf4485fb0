// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bytes as text: RFC 4648 base64 (padded, canonical), lower-case hex, lower-case RFC 4648 base32 without padding
// (record keys, device and key ids), and Crockford base32 (ticket texts, which people type). Decoders refuse anything
// their encoder would not have written, but for case and dashes in Crockford's.

#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::codec {

std::string base64(ByteView bytes);
Result<Bytes> from_base64(std::string_view text);
std::string hex(ByteView bytes);
inline std::string hex(const Hash& h) {
    return hex(h.view());
}
inline std::string base64(const Hash& h) {
    return base64(h.view());
}
Result<Bytes> from_hex(std::string_view text);
Result<Hash> hash_from_hex(std::string_view text);
Result<Hash> hash_from_base64(std::string_view text);
std::string base32(ByteView bytes);
Result<Bytes> from_base32(std::string_view text);
std::string crockford32(ByteView bytes);
Result<Bytes> from_crockford32(
    std::string_view text);  // accepts lower case, O as 0, I and L as 1, ignores '-' and spaces

// For a person's terminal: what could move the cursor, end the text or turn its direction stands there as \x1b or
// \u{202e}: control characters but line ends and tabs, bidirectional and line-separating marks, bytes that are no
// UTF-8.
std::string for_screen(std::string_view text);
// Whether for_screen() would change it.
bool steers_screen(std::string_view text);

// The 24-character id that keys, devices and records go by: base32 of the first 15 bytes of a digest.
std::string short_id(const Hash& digest);

}  // namespace zj::codec
