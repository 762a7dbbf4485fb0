// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/documents.hpp"

#include <algorithm>
#include <filesystem>

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/store/files.hpp"

namespace zj::ops {

namespace {

constexpr std::size_t kHeadBytes = 8;  // package::extension_of()

bool is_wanted(const std::vector<std::string>& wanted, const std::string& sha256, const Documents& found) {
    return std::find(wanted.begin(), wanted.end(), sha256) != wanted.end() && !found.contains(sha256);
}

std::string head_of(ByteView bytes) {
    return std::string(as_text(bytes).substr(0, kHeadBytes));
}

Result<> add_attachments(county::County& county, const std::string& unit, const std::vector<std::string>& wanted,
                         Documents& out) {
    ZJ_TRY(const std::vector<county::StoredBlob> blobs, county.blobs());
    for (const county::StoredBlob& blob : blobs) {
        const std::string sha256 = codec::hex(blob.sha256);
        if (!blob.complete || blob.scope != "unit/" + unit || !is_wanted(wanted, sha256, out)) {
            continue;
        }
        Document document;
        document.bytes = static_cast<std::uint64_t>(blob.bytes);
        document.read = [&county, blob](const std::function<Result<>(ByteView)>& each) {
            return county.each_chunk(blob, each);
        };
        ZJ_CHECK(county.each_chunk(blob, [&](ByteView bytes) {
            document.head = document.head.empty() ? head_of(bytes) : document.head;
            return Result<>();
        }));
        out.emplace(sha256, std::move(document));
    }
    return {};
}

Result<> add_paper(const std::string& path, const std::vector<std::string>& wanted, Documents& out) {
    ZJ_TRY(const Bytes bytes, store::read_file(path, limits::kAttachmentBytesMax));
    const std::string sha256 = codec::hex(crypto::sha256(bytes));
    if (is_wanted(wanted, sha256, out)) {
        out[sha256] = {bytes.size(), head_of(bytes), [path](const std::function<Result<>(ByteView)>& each) -> Result<> {
                           ZJ_TRY(const Bytes again, store::read_file(path, limits::kAttachmentBytesMax));
                           return each(again);
                       }};
    }
    return {};
}

// Plain files that an attachment could be; what cannot be looked at, or is larger, is none of ours.
bool may_be_paper(const std::filesystem::directory_entry& item) {
    std::error_code error;
    const bool plain = item.symlink_status(error).type() == std::filesystem::file_type::regular && !error;
    return plain && item.file_size(error) <= limits::kAttachmentBytesMax && !error;
}

Result<> add_papers(const std::string& folder, const std::vector<std::string>& wanted, Documents& out) {
    std::vector<std::string> paths;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (!may_be_paper(*at)) {
            continue;
        }
        if (paths.size() == kPapersMax) {
            return fail("package.many", folder, "more files than one folder may hold", {std::to_string(kPapersMax)});
        }
        paths.push_back(at->path().string());
    }
    if (error) {
        return fail("file.io", folder, error.message(), {folder});
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
        ZJ_CHECK(add_paper(path, wanted, out));
    }
    return {};
}

}  // namespace

Result<Documents> find_documents(county::County& county, const std::string& unit, const std::string& papers,
                                 const std::vector<std::string>& wanted) {
    Documents out;
    ZJ_CHECK(add_attachments(county, unit, wanted, out));
    if (!papers.empty()) {
        ZJ_CHECK(add_papers(papers, wanted, out));
    }
    return out;
}

}  // namespace zj::ops
