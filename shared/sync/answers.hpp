// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bodies of responses that are more than one value of wire.hpp, each written by the gateway and opened by the device in
// one place (PROTOCOL.md). Opening verifies the log key's signature before anything is returned; reading alone is
// called parse and says nothing about who wrote it. Errors: json.*, wire.* for what cannot be read; note.*, root.*,
// sync.bound for what does not prove what it should.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/sync/wire.hpp"

namespace zj::sync {

// Under which name a county signs: told by its root statements.
std::string origin_of(const std::vector<log::RootStatement>& statements);

// --- door notes (origin …/door)
std::string sign_door(const HelloAnswer& answer, const std::string& origin, const crypto::SigningKey& log_key);
Result<HelloAnswer> open_door(std::string_view note, const std::string& origin, const crypto::VerifyKey& log_key);

// --- hello
struct HelloResponse {
    std::string answer;                  // door note
    std::vector<log::SignedRoot> roots;  // those that the device lacks
};
std::string write_hello_response(const HelloResponse& response);
Result<HelloResponse> parse_hello_response(std::string_view body);

// --- checkpoint
struct CheckpointResponse {
    std::string checkpoint;  // newest signed note
    log::Proof consistency;
};
std::string write_checkpoint_response(const CheckpointResponse& response);
Result<CheckpointResponse> parse_checkpoint_response(std::string_view body);

// --- push: answers in order and a seal over them and over what was asked
std::string write_push_response(const std::vector<PushAnswer>& answers, const std::string& device,
                                std::string_view request_body, const std::string& origin,
                                const crypto::SigningKey& log_key);
Result<std::vector<PushAnswer>> open_push_response(std::string_view body, const std::string& device,
                                                   std::string_view request_body, const std::string& origin,
                                                   const crypto::VerifyKey& log_key);

// --- completion notes (origin …/blob)
std::string sign_blob_note(const BlobName& name, const std::string& origin, const crypto::SigningKey& log_key);
Result<> verify_blob_note(std::string_view note, const BlobName& name, const std::string& origin,
                          const crypto::VerifyKey& log_key);

// --- enrolment: what a device learns before it exists. Everything in it is verified from the fingerprint on the
// ticket.
struct EnrolOffer {
    std::vector<log::SignedRoot> roots;
    std::vector<log::RootStatement> statements;
    codec::Value ticket;  // value of the record ticket/<id>
};
std::string write_enrol_offer(const std::vector<log::SignedRoot>& roots, const Hash& ticket_id,
                              const codec::Value& record, const std::string& origin, const crypto::SigningKey& log_key);
Result<EnrolOffer> open_enrol_offer(std::string_view body, std::string_view root_fingerprint, const Hash& ticket_id);

// --- errors
std::string write_error(const Error& error);
// Code and words of an error body, for people and logs only; empty code where it is none.
Error read_error(std::string_view body);

}  // namespace zj::sync
