// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/archive.hpp"

#include <vector>

#include <zip.h>

#include "terminal/tables/bounds.hpp"

namespace zj::tables {

namespace {

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

constexpr std::size_t kPieceBytes = 64 * 1024;

Error bomb(const std::string& part) {
    return fail("table.bomb", part);
}

// Workbooks know two ways of packing; others would only widen what is run on foreign bytes.
bool is_plain(const zip_stat_t& stat) {
    return (stat.valid & ZIP_STAT_COMP_METHOD) != 0 && (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
           (stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE) &&
           stat.encryption_method == ZIP_EM_NONE;
}

}  // namespace

void Archive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

Result<Archive> Archive::open(ByteView bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr) {
        const std::string detail = zip_error_strerror(&error);
        zip_error_fini(&error);
        zip_source_free(source);
        return fail("table.zip", {}, detail);
    }
    zip_error_fini(&error);
    Archive out(archive);
    if (zip_get_num_entries(archive, 0) > bounds::kZipEntriesMax) {
        return fail("table.bomb", {}, "too many parts");
    }
    return out;
}

bool Archive::has(const std::string& part) const {
    return zip_name_locate(zip_.get(), part.c_str(), ZIP_FL_ENC_GUESS) >= 0;
}

Result<void> Archive::read(const std::string& part, const std::function<bool(std::string_view, bool last)>& sink) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(zip_.get(), part.c_str(), 0, &stat) != 0 || !is_plain(stat)) {
        return fail("table.zip", part, "absent, encrypted or packed in another way");
    }
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(zip_.get(), stat.index, 0));
    if (file == nullptr) {
        return fail("table.zip", part, zip_strerror(zip_.get()));
    }
    std::vector<char> piece(kPieceBytes);
    std::uint64_t of_part = 0;
    while (true) {
        const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
        if (got < 0) {
            return fail("table.zip", part, "damaged");
        }
        of_part += static_cast<std::uint64_t>(got);
        unpacked_ += static_cast<std::uint64_t>(got);
        // What is told in the directory may be a lie; what comes out is counted.
        const bool dense = of_part > bounds::kUnpackedRatioFrom && of_part / bounds::kUnpackedRatioMax > stat.comp_size;
        if (unpacked_ > bounds::kUnpackedBytesMax || dense) {
            return bomb(part);
        }
        if (!sink({piece.data(), static_cast<std::size_t>(got)}, got == 0) || got == 0) {
            return {};
        }
    }
}

}  // namespace zj::tables
