// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/apart.hpp"

#include "terminal/confined/child.hpp"
#include "terminal/tables/wire.hpp"

namespace zj::tables {

namespace {

// The child has ended, so what it wrote stays as it is.
Result<Table> answer_in(const confined::Descriptor& shared) {
    Head head{};
    if (!confined::read_at(shared, &head, sizeof head, 0) || head.magic != kAnswered ||
        head.answer_bytes > kAnswerBytesMax) {
        return fail("table.stopped", {}, "no answer");
    }
    std::string answer(head.answer_bytes, '\0');
    if (!confined::read_at(shared, answer.data(), answer.size(), sizeof head + kRequestBytesMax)) {
        return fail("table.stopped", {}, "a shorter answer than said");
    }
    return decode_answer(answer);
}

}  // namespace

Program program_beside_us() {
    return {confined::beside_us("zhijian-tables")};
}

Result<Table> read_apart(const Program& program, ByteView bytes, const Hints& hints, const std::atomic<bool>* stop) {
    if (bytes.size() > bounds::kFileBytesMax) {
        return fail("table.size", {}, {}, {std::to_string(bounds::kFileBytesMax / (1024 * 1024))});
    }
    ZJ_TRY(const std::string wanted, encode(hints));
    const Head head{0, static_cast<std::uint32_t>(wanted.size()), 0};
    const std::string request = std::string(as_text(confined::as_object_bytes(head))) + wanted;
    ZJ_TRY(const confined::Descriptor shared, confined::run({.area = "table",
                                                             .program = program.path,
                                                             .input = bytes,
                                                             .request = as_bytes(request),
                                                             .shared_size = kSharedBytes,
                                                             .time_max = program.time_max,
                                                             .stop = stop}));
    return answer_in(shared);
}

}  // namespace zj::tables
