// SPDX-License-Identifier: Apache-2.0
#pragma once
// Messages of a sync session and their JSON forms: the same on the network, on a stick and in the simulator
// (reconcile.md, Session). Requests and responses are plain values; HTTP only carries them (gateway/http,
// terminal/work).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"
#include "shared/log/note.hpp"
#include "shared/log/root_statement.hpp"

namespace zj::sync {

struct Request {
    std::string method;  // GET, POST, PUT
    std::string target;  // path and query, as on the request line
    std::string body;
};
struct Response {
    int status = 200;  // 200, 204 or an error: 400 401 403 404 409 413 429 503
    std::string body;  // JSON, NDJSON or chunk bytes; errors: {"error":{"code","what"}} or a signed door note
};

// Signed by the device (envelope type kHelloType). `session` is persisted before sending and strictly rising.
inline constexpr std::string_view kHelloType = "application/vnd.zhijian.hello.v1+json";
struct Hello {
    std::string device;
    std::uint64_t session = 0;
    Hash random;
    std::uint64_t checkpoint_size = 0;
    std::uint64_t last_seq = 0;
    Hash last_id;
};
std::string write_hello(const Hello& hello);
Result<Hello> parse_hello(std::string_view bytes);

// The gateway's signed answer (origin …/door): ok, behind, frozen, unknown_device, replayed.
struct HelloAnswer {
    std::string state;
    std::string device;
    std::uint64_t session = 0;
    std::uint64_t county_seq = 0;                               // last number the county holds of this device
    std::uint64_t size = 0;                                     // log size
    std::vector<std::pair<std::string, std::uint64_t>> scopes;  // this device's scopes with their last numbers
};
codec::Value to_value(const HelloAnswer& answer);
Result<HelloAnswer> hello_answer_from(const codec::Value& value);

// One line per pushed change set, in order. `later` and `expected` append nothing.
struct PushAnswer {
    ChangeSetId id;
    std::string state;  // receipt, expected, later, refused, fork
    std::string code;   // with later, refused, fork
    std::uint64_t expected_seq = 0;
    std::optional<log::Receipt> receipt;
    std::optional<codec::Value> outcome;  // newest outcome/<id> record value, where the change set was held
};
std::string write_push_answer(const PushAnswer& answer);
Result<PushAnswer> parse_push_answer(std::string_view line);

// A page of one scope's feed: entries numbered after+1 … in that scope, each with what this scope may read.
struct FeedItem {
    std::string entry;  // exact bytes
    log::Proof path;    // inclusion in the page's checkpoint
    log::ScopeItem scope;
    std::uint64_t scope_index = 0, scope_count = 0;  // place among the entry's scope items
    log::Proof scope_path;
    struct Item {
        log::SaltedRecord record;
        std::uint64_t index = 0, count = 0;  // place among the entry's effects
        log::Proof path;
    };
    std::vector<Item> records;
};
struct FeedPage {
    std::string scope;
    std::string checkpoint;  // signed note the paths lead to
    std::vector<FeedItem> items;
    std::string head;  // scope head note of that checkpoint
    bool more = false;
};
std::string write_feed_page(const FeedPage& page);
Result<FeedPage> parse_feed_page(std::string_view body);
// Every leaf, path, number and commitment; numbers must be contiguous after `after`, and reach the scope head where
// !more.
struct VerifiedItem {
    log::Entry entry;
    std::uint64_t n = 0;
    std::vector<log::Record> records;
    std::vector<log::SaltedRecord> salted;
};
Result<std::vector<VerifiedItem>> verify_feed_page(const FeedPage& page, std::uint64_t after, const std::string& origin,
                                                   const crypto::VerifyKey& log_key);

// Addresses one attachment (reconcile.md, Session 3).
struct BlobName {
    ChangeSetId change_set;
    std::string slot;
    Hash sha256;
    auto operator<=>(const BlobName&) const = default;
};
struct BlobStatus {
    std::uint64_t chunks = 0;
    std::vector<std::uint64_t> missing;  // ascending
    std::string note;                    // signed completion note (origin …/blob) once nothing is missing
};
codec::Value to_value(const BlobStatus& status);
Result<BlobStatus> blob_status_from(const codec::Value& value);

}  // namespace zj::sync
