// SPDX-License-Identifier: Apache-2.0
#pragma once
// Attachments outside a sync: a reviewer's desk fetches what a case names, chunk by chunk, and believes nothing but the
// digests that the case's record states (reconcile.md, Session 3). Requests may be repeated and sent in any order.
//
//     Request r = ask_chunk(name, i);
//     ZJ_TRY(Bytes bytes, chunk_of(line.send(r), chunks[i]));
//
// Errors: blob.unknown (no case in the device's scopes names it), blob.missing (the unit has not sent it yet:
// 材料上传中), blob.hash (not what the record states), net.later, net.status, wire.answer.

#include <cstdint>

#include "shared/base/result.hpp"
#include "shared/sync/wire.hpp"

namespace zj::sync {

Request ask_blob(const BlobName& name);
// What the county says of it: for display only, it is not signed but for its note.
Result<BlobStatus> blob_of(const Response& response);

Request ask_chunk(const BlobName& name, std::uint64_t chunk);
Result<Bytes> chunk_of(const Response& response, const Hash& sha256);

// Why a request was not answered as hoped: net.later (ask again), blob.*, else net.status with status and code.
Error refusal_of(const Response& response);

}  // namespace zj::sync
