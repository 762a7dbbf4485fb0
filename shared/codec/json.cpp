// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/json.hpp"

#include <optional>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

namespace zj::codec {
namespace {

namespace bj = boost::json;

// Builds Values from Boost.JSON's tokens and refuses what Boost accepts and we do not. A stack of open containers
// stands for recursion, so hostile nesting costs heap up to kJsonDepthMax and never the call stack.
struct Handler {
    static constexpr std::size_t max_object_size = limits::kJsonItemsMax;
    static constexpr std::size_t max_array_size = limits::kJsonItemsMax;
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    struct Open {
        bool is_object = false;
        Object object;
        Array array;
        std::string key;
    };
    std::vector<Open> open;
    std::string text, key;
    Value root;
    std::size_t items = 0;
    std::optional<Error> fault;

    std::string pointer() const {
        std::string out;
        for (const Open& o : open) {
            out += '/';
            if (!o.is_object) {
                out += std::to_string(o.array.size());
                continue;
            }
            for (const char c : o.key) {
                if (c == '~') {
                    out += "~0";
                } else if (c == '/') {
                    out += "~1";
                } else {
                    out += c;
                }
            }
        }
        return out;
    }
    bool refuse(bj::error_code& ec, const char* code, const char* detail) {
        fault = fail(code, pointer(), detail);
        ec = bj::error::syntax;
        return false;
    }
    bool put(Value value, bj::error_code& ec) {
        if (++items > limits::kJsonItemsMax) {
            return refuse(ec, "json.items", "too many members and items");
        }
        if (open.empty()) {
            root = std::move(value);
            return true;
        }
        Open& top = open.back();
        if (!top.is_object) {
            top.array.push_back(std::move(value));
            return true;
        }
        // Canonical texts come in order, so the hint makes insertion constant.
        const std::size_t before = top.object.size();
        top.object.emplace_hint(top.object.end(), top.key, std::move(value));
        if (top.object.size() == before) {
            return refuse(ec, "json.duplicate", "this member stands twice");
        }
        return true;
    }
    bool begin(bool is_object, bj::error_code& ec) {
        if (open.size() >= limits::kJsonDepthMax) {
            return refuse(ec, "json.depth", "nested too deeply");
        }
        open.emplace_back().is_object = is_object;
        return true;
    }

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }
    bool on_object_begin(bj::error_code& ec) { return begin(true, ec); }
    bool on_object_end(std::size_t, bj::error_code& ec) {
        Value value(std::move(open.back().object));
        open.pop_back();
        return put(std::move(value), ec);
    }
    bool on_array_begin(bj::error_code& ec) { return begin(false, ec); }
    bool on_array_end(std::size_t, bj::error_code& ec) {
        Value value(std::move(open.back().array));
        open.pop_back();
        return put(std::move(value), ec);
    }
    bool on_key_part(bj::string_view s, std::size_t, bj::error_code&) {
        key.append(s.data(), s.size());
        return true;
    }
    bool on_key(bj::string_view s, std::size_t, bj::error_code&) {
        key.append(s.data(), s.size());
        open.back().key = std::move(key);
        key.clear();
        return true;
    }
    bool on_string_part(bj::string_view s, std::size_t, bj::error_code&) {
        text.append(s.data(), s.size());
        return true;
    }
    bool on_string(bj::string_view s, std::size_t, bj::error_code& ec) {
        text.append(s.data(), s.size());
        Value value(std::move(text));
        text.clear();
        return put(std::move(value), ec);
    }
    bool on_number_part(bj::string_view, bj::error_code&) { return true; }
    bool on_int64(std::int64_t n, bj::string_view, bj::error_code& ec) {
        if (n < -kIntegerMax || n > kIntegerMax) {
            return refuse(ec, "json.number", "beyond 2^53-1");
        }
        return put(Value(n), ec);
    }
    bool on_uint64(std::uint64_t, bj::string_view, bj::error_code& ec) {
        return refuse(ec, "json.number", "beyond 2^53-1");
    }
    bool on_double(double, bj::string_view, bj::error_code& ec) { return refuse(ec, "json.number", "not an integer"); }
    bool on_bool(bool b, bj::error_code& ec) { return put(Value(b), ec); }
    bool on_null(bj::error_code& ec) { return refuse(ec, "json.null", "null says nothing: leave the member out"); }
    bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
    bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

void write_string(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;  // start of the run not yet copied
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        out.append(text, plain, i - plain);
        plain = i + 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += {'\\', 'u', '0', '0', kHex[c >> 4], kHex[c & 15]};
        }
    }
    out.append(text, plain, text.size() - plain);
    out += '"';
}

// indent < 0: canonical.
void write(std::string& out, const Value& value, int indent) {
    const auto line = [&](int depth) {
        if (indent < 0) {
            return;
        }
        out += '\n';
        out.append(static_cast<std::size_t>(depth) * 2, ' ');
    };
    const int deeper = indent < 0 ? -1 : indent + 1;
    if (value.is_object()) {
        out += '{';
        bool first = true;
        for (const auto& [key, member] : value.object()) {
            if (!first) {
                out += ',';
            }
            first = false;
            line(deeper);
            write_string(out, key);
            out += indent < 0 ? ":" : ": ";
            write(out, member, deeper);
        }
        if (!first) {
            line(indent);
        }
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        bool first = true;
        for (const Value& item : value.array()) {
            if (!first) {
                out += ',';
            }
            first = false;
            line(deeper);
            write(out, item, deeper);
        }
        if (!first) {
            line(indent);
        }
        out += ']';
    } else if (value.is_string()) {
        write_string(out, value.string());
    } else if (value.is_int()) {
        out += std::to_string(value.integer());
    } else {
        out += value.boolean() ? "true" : "false";
    }
}

std::size_t written_bytes(std::string_view text) {
    std::size_t bytes = text.size() + 2;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == '"' || byte == '\\' || byte == '\b' || byte == '\f' || byte == '\n' || byte == '\r' ||
            byte == '\t') {
            bytes += 1;
        } else if (byte < 0x20) {
            bytes += 5;
        }
    }
    return bytes;
}

void measure(Extent& out, const Value& value, std::size_t depth) {
    ++out.items;
    if (value.is_object()) {
        out.depth = std::max(out.depth, depth);
        out.bytes += 2 + value.object().size() - (value.object().empty() ? 0 : 1);
        for (const auto& [key, member] : value.object()) {
            out.bytes += written_bytes(key) + 1;
            measure(out, member, depth + 1);
        }
    } else if (value.is_array()) {
        out.depth = std::max(out.depth, depth);
        out.bytes += 2 + value.array().size() - (value.array().empty() ? 0 : 1);
        for (const Value& item : value.array()) {
            measure(out, item, depth + 1);
        }
    } else if (value.is_string()) {
        out.bytes += written_bytes(value.string());
    } else if (value.is_int()) {
        out.bytes += std::to_string(value.integer()).size();
    } else {
        out.bytes += value.boolean() ? 4 : 5;
    }
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    const auto at = [&](std::size_t i) {
        return static_cast<unsigned char>(text[i]);
    };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned c = at(i);
        if (c < 0x80) {
            ++i;
            continue;
        }
        const std::size_t n = c >= 0xC2 && c <= 0xDF ? 1 : (c & 0xF0) == 0xE0 ? 2 : c >= 0xF0 && c <= 0xF4 ? 3 : 0;
        if (n == 0 || i + n >= text.size()) {
            return false;
        }
        unsigned point = c & (0x3FU >> n);
        for (std::size_t j = 1; j <= n; ++j) {
            if ((at(i + j) & 0xC0) != 0x80) {
                return false;
            }
            point = (point << 6) | (at(i + j) & 0x3F);
        }
        constexpr unsigned kLeast[] = {0, 0x80, 0x800, 0x10000};
        if (point < kLeast[n] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
            return false;
        }
        i += n + 1;
    }
    return true;
}

Result<Value> parse_json(std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        return fail("json.size", {}, "more than " + std::to_string(bytes_max) + " bytes");
    }
    if (!is_valid_utf8(text)) {
        return fail("json.utf8", {}, "not valid UTF-8");
    }
    bj::parse_options options;
    options.max_depth = limits::kJsonDepthMax + 1;  // ours answers first, with the pointer
    bj::basic_parser<Handler> parser(options);
    bj::error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    Handler& handler = parser.handler();
    if (handler.fault) {
        return std::move(*handler.fault);
    }
    if (ec || used != text.size()) {
        return fail("json.syntax", handler.pointer(), "near byte " + std::to_string(used));
    }
    return std::move(handler.root);
}

Extent extent_of(const Value& value) {
    Extent out;
    measure(out, value, 1);
    return out;
}

std::string write_json(const Value& value) {
    std::string out;
    write(out, value, -1);
    return out;
}

std::string write_json_pretty(const Value& value) {
    std::string out;
    write(out, value, 0);
    return out + "\n";
}

Result<Value> parse_canonical(std::string_view text, std::size_t bytes_max) {
    ZJ_TRY(Value value, parse_json(text, bytes_max));
    if (write_json(value) != text) {
        return fail("json.not_canonical", {}, "bytes differ from their canonical form");
    }
    return value;
}

}  // namespace zj::codec
