// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/gate.hpp"

#include <algorithm>

namespace zj::http {

namespace {

constexpr std::string_view kEnd = "\r\n\r\n";

Verdict refuse(int status, std::string_view why) {
    Verdict out;
    out.kind = Verdict::refused;
    out.status = status;
    out.why = why;
    return out;
}

bool is_token(char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool visible(char c) {
    return c > 0x20 && c < 0x7f;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

// Lines end in CR LF and neither stands alone; nothing else below space but tab, nothing above ASCII.
bool clean(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '\r') {
            if (i + 1 < bytes.size() && bytes[i + 1] != '\n') {
                return false;
            }
        } else if (c == '\n') {
            if (i == 0 || bytes[i - 1] != '\r') {
                return false;
            }
        } else if (c != '\t' && (c < 0x20 || c >= 0x7f)) {
            return false;
        }
    }
    return true;
}

// "POST /v1/changes HTTP/1.1", single spaces.
Verdict request_line(std::string_view line, Head& out) {
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || last == first || line.find(' ', first + 1) != last) {
        return refuse(400, "request line");
    }
    if (line.substr(last + 1) != "HTTP/1.1") {
        return refuse(505, "version");
    }
    out.method = line.substr(0, first);
    if (out.method != "GET" && out.method != "POST" && out.method != "PUT") {
        return refuse(405, "method");
    }
    out.target = line.substr(first + 1, last - first - 1);
    if (out.target.size() > kTargetBytesMax) {
        return refuse(414, "target size");
    }
    if (out.target.empty() || out.target.front() != '/' ||
        !std::all_of(out.target.begin(), out.target.end(), visible) || out.target.find('#') != std::string::npos) {
        return refuse(400, "target");
    }
    return {};
}

struct Seen {
    bool host = false, length = false;
};

Verdict header(std::string_view line, Head& out, Seen& seen) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 ||
        !std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), is_token)) {
        return refuse(400, "header name");  // a folded line begins with white space and ends here too
    }
    const std::string name = lower(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) {
        value.remove_prefix(1);
    }
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) {
        value.remove_suffix(1);
    }
    if (name == "transfer-encoding" || name == "te" || name == "trailer" || name == "upgrade") {
        return refuse(400, "transfer coding");
    }
    if (name == "expect") {
        return refuse(417, "expect");
    }
    if (name == "host") {
        if (seen.host || value.empty() || !std::all_of(value.begin(), value.end(), visible)) {
            return refuse(400, "host");
        }
        seen.host = true;
    } else if (name == "content-length") {
        constexpr std::size_t kDigitsMax = 12;
        const bool canonical = !value.empty() && value.size() <= kDigitsMax &&
                               std::all_of(value.begin(), value.end(), is_digit) &&
                               (value.size() == 1 || value.front() != '0');
        if (seen.length || !canonical) {
            return refuse(400, "content length");
        }
        seen.length = true;
        for (const char c : value) {
            out.body_bytes = out.body_bytes * 10 + static_cast<std::size_t>(c - '0');
        }
        if (out.body_bytes > kBodyBytesMax) {
            return refuse(413, "body size");
        }
    } else if (name == "connection") {
        const std::string wish = lower(value);
        if (wish != "close" && wish != "keep-alive") {
            return refuse(400, "connection");
        }
        out.close = out.close || wish == "close";
    }
    return {};
}

Verdict read_head(std::string_view lines) {
    Verdict out;
    Seen seen;
    std::size_t count = 0;
    while (!lines.empty()) {
        const std::size_t end = lines.find("\r\n");
        const std::string_view line = lines.substr(0, end);
        lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 2);
        if (count > kHeadersMax) {
            return refuse(431, "header count");
        }
        const Verdict verdict = count == 0 ? request_line(line, out.request) : header(line, out.request, seen);
        if (verdict.kind == Verdict::refused) {
            return verdict;
        }
        ++count;
    }
    if (!seen.host) {
        return refuse(400, "host");
    }
    if (!seen.length && out.request.method != "GET") {
        return refuse(411, "content length");
    }
    out.kind = Verdict::head;
    return out;
}

}  // namespace

Verdict look(std::string_view bytes) {
    const std::size_t end = bytes.find(kEnd);
    const std::size_t size = end == std::string_view::npos ? bytes.size() : end + kEnd.size();
    // What is wrong already need not be waited for, and the first fault wins whatever comes after it.
    if (!clean(bytes.substr(0, std::min(size, kHeadBytesMax)))) {
        return refuse(400, "control bytes");
    }
    if (size > kHeadBytesMax || (end == std::string_view::npos && size == kHeadBytesMax)) {
        return refuse(431, "head size");
    }
    if (end == std::string_view::npos) {
        return {};
    }
    Verdict out = read_head(bytes.substr(0, end));
    out.head_bytes = size;
    return out;
}

}  // namespace zj::http
