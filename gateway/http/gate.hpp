// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which bytes are a request at all. Pure: bytes in, a verdict out. It stands in front of Beast, whose parser takes what
// two readers could read in two ways (reconcile.md, Gateway interface; security.md part 4, HTTP/JSON): HTTP/1.1 only,
// no Transfer-Encoding, exactly one Host, at most one Content-Length of digits alone, no folded lines, caps on
// everything. What is refused is answered once and the connection closed, so nothing behind it is ever read as a
// request.

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/base/limits.hpp"

namespace zj::http {

// Our longest target names an attachment (some 250 bytes) or a scope; headers of a client of ours are four.
inline constexpr std::size_t kTargetBytesMax = 1024;
inline constexpr std::size_t kHeadBytesMax = 8 * 1024;
inline constexpr std::size_t kHeadersMax = 32;
// The session has its own, lower limits by target; this one bounds what is read into memory before it is asked.
inline constexpr std::size_t kBodyBytesMax = limits::kPushBytesMax + 64 * 1024;

struct Head {
    std::string method, target;
    std::size_t body_bytes = 0;
    bool close = false;  // the client asked for it
};

struct Verdict {
    enum Kind { more, head, refused } kind = more;
    Head request;                // with head
    std::size_t head_bytes = 0;  // with head: how many bytes it took
    int status = 400;            // with refused: the answer
    std::string_view why;        // with refused, for logs
};

// `bytes`: all that has been read of the request so far. The same bytes in any pieces give the same verdict.
Verdict look(std::string_view bytes);

}  // namespace zj::http
