// SPDX-License-Identifier: Apache-2.0
// zhijian-tables: reads one payroll or budget file for zhijian-terminal, from inside a sandbox. The file and the memory
// for the table come as descriptors (wire.hpp); it has no options, reads no environment and opens nothing. Exit 0:
// there is an answer; 2: not started by a terminal.
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <new>
#include <span>

#include "terminal/confined/inside.hpp"
#include "terminal/confined/sandbox.hpp"
#include "terminal/tables/read.hpp"
#include "terminal/tables/wire.hpp"

namespace {

using namespace zj;
using namespace zj::tables;

// Address space: the file, an archive's parts unpacked, the table as read and as answered, and libraries; a half more
// for what allocators leave between.
constexpr std::uint64_t kMemoryBytesMax = 2ULL * 1024 * 1024 * 1024;
// Should nobody be waiting any more.
constexpr std::uint64_t kProcessorSecondsMax = 120;
// The three it has, and one to spare for a library that asks.
constexpr std::uint64_t kOpenFilesMax = 4;

Result<Table> table_of(ByteView bytes, std::string_view request) {
    if (!confined::confine({}, {kMemoryBytesMax, kProcessorSecondsMax, kOpenFilesMax})) {
        return fail("table.sandbox");
    }
    try {
        ZJ_TRY(const Hints hints, decode_hints(request));
        return read_table(bytes, hints);
    } catch (const std::bad_alloc&) {
        return fail("table.memory");
    }
}

void serve(ByteView bytes, std::span<std::uint8_t> shared) {
    Head head{};
    std::memcpy(&head, shared.data(), sizeof head);
    ZJ_ASSERT(head.request_bytes <= kRequestBytesMax);
    const std::string request(as_text(shared.subspan(sizeof head, head.request_bytes)));
    const std::string answer = encode(table_of(bytes, request));
    ZJ_ASSERT(answer.size() <= kAnswerBytesMax);
    std::memcpy(shared.data() + sizeof head + kRequestBytesMax, answer.data(), answer.size());
    head.answer_bytes = answer.size();
    head.magic = kAnswered;
    std::memcpy(shared.data(), &head, sizeof head);
}

}  // namespace

int main(int argc, char**) {
    confined::end_with_parent();
    const auto shared = confined::shared();
    if (argc != 1 || !shared || shared->size() != kSharedBytes) {
        std::fputs("zhijian-tables is started by zhijian-terminal, which hands it a file; it has no options.\n",
                   stderr);
        return 2;
    }
    serve(confined::input().value_or(ByteView{}), *shared);
    // Ends at once: what libraries would do on the way out, the sandbox would not let them.
    ::_exit(0);
}
