// SPDX-License-Identifier: Apache-2.0
#pragma once
// The .zjb file that a courier carries (log.md, Bundles): sealed to one recipient, read strictly.
//
//   magic      "zjb1\n"
//   recipient  32 bytes, X25519 public key of whom it is for
//   sealed     80 bytes, the stream key in a sealed box to the recipient
//   header     24 bytes of libsodium's secretstream
//   frames     u32 little endian length, ciphertext; the last one carries the final tag, and the file ends after it
//
// Each frame is one message; all bytes before the frames are bound to every frame. The writer makes a temporary file,
// syncs it and gives it its name last. The reader follows no link, allocates nothing that a length asks for beyond the
// limits, and hands out no message before the whole file has been checked.

#include <functional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::work {

// One message: the largest is a push of limits::kPushBytesMax or a feed page.
inline constexpr std::size_t kCourierFrameMax = 48UL * 1024 * 1024;
// Documents of a few cases fit on any stick; a kiosk that has more to send exports twice.
inline constexpr std::int64_t kCourierBytesMax = 4LL * 1024 * 1024 * 1024;
inline constexpr std::size_t kCourierFramesMax = 20'000;

class CourierWriter {
public:
    static Result<CourierWriter> create(const std::string& path, const crypto::BoxPublicKey& to);
    CourierWriter(CourierWriter&& other) noexcept;
    CourierWriter& operator=(CourierWriter&&) = delete;
    CourierWriter(const CourierWriter&) = delete;
    CourierWriter& operator=(const CourierWriter&) = delete;
    ~CourierWriter();  // removes what was not finished

    Result<> add(std::string_view message);  // "courier.size" beyond the limits above
    Result<> finish();                       // writes the final frame; the file has its name when this returns
    std::int64_t bytes() const { return bytes_; }

private:
    CourierWriter(std::string path, int fd, crypto::StreamWriter stream, Hash binding);
    Result<> write(ByteView bytes);
    Result<> frame(std::string_view message, bool last);

    std::string path_;
    int fd_ = -1;
    crypto::StreamWriter stream_;
    Hash binding_;
    std::int64_t bytes_ = 0;
    std::size_t frames_ = 0;
};

// Calls `each` with every message in order, after a first pass over the whole file found nothing wrong. Errors:
// file.read, courier.kind (no bundle), courier.recipient (for another), courier.damaged, courier.size; then `each`'s.
Result<> read_courier_file(const std::string& path, const crypto::BoxKey& mine,
                           const std::function<Result<>(std::string_view message)>& each);

}  // namespace zj::work
