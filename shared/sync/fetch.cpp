// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/fetch.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/bounds.hpp"
#include "shared/sync/target.hpp"

namespace zj::sync {

Request ask_blob(const BlobName& name) {
    return {"GET", blob_target(name), {}};
}

Request ask_chunk(const BlobName& name, std::uint64_t chunk) {
    return {"GET", blob_target(name, chunk), {}};
}

Result<BlobStatus> blob_of(const Response& response) {
    if (response.status != 200) {
        return refusal_of(response);
    }
    const auto value = codec::parse_json(response.body, 2 * bounds::kNoteBytesMax);
    auto status = value ? blob_status_from(*value) : Result<BlobStatus>(value.error());
    if (!status) {
        return fail("wire.answer", {}, to_string(status.error()));
    }
    return status;
}

Result<Bytes> chunk_of(const Response& response, const Hash& sha256) {
    if (response.status != 200) {
        return refusal_of(response);
    }
    if (response.body.size() > limits::kChunkBytes || crypto::sha256(response.body) != sha256) {
        return fail("blob.hash", codec::hex(sha256), "another content came");
    }
    return to_bytes(response.body);
}

Error refusal_of(const Response& response) {
    const Error told = read_error(response.body);
    const std::string status = std::to_string(response.status);
    if (told.code.starts_with("blob.")) {
        return fail(told.code, {}, told.detail);
    }
    return fail(response.status == 429 || response.status == 503 ? "net.later" : "net.status", {},
                status + " " + told.code + " " + told.detail, {status, told.code});
}

}  // namespace zj::sync
