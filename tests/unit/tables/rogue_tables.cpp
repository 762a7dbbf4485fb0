// SPDX-License-Identifier: Apache-2.0
// In place of zhijian-tables: says what the file tells it to, as a parser that was taken over might.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string>

#include "terminal/confined/inside.hpp"
#include "terminal/tables/wire.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

std::string honest() {
    Table table;
    table.delimiter = ',';
    table.header_row = 1;
    table.header = {"单位", "姓名"};
    table.rows = {{2, {"u000", "张三"}, {}}};
    return encode(Result<Table>(table));
}

}  // namespace

int main() {
    struct stat about{};
    ::fstat(confined::kInputFd, &about);
    std::string trick(static_cast<std::size_t>(about.st_size), '\0');
    const ssize_t got = ::pread(confined::kInputFd, trick.data(), trick.size(), 0);
    void* at = ::mmap(nullptr, kSharedBytes, PROT_READ | PROT_WRITE, MAP_SHARED, confined::kSharedFd, 0);
    if (got < 0 || at == MAP_FAILED) {
        return 99;
    }
    const std::string answer = trick == "nothing in it" ? std::string() : honest();
    std::memcpy(static_cast<char*>(at) + sizeof(Head) + kRequestBytesMax, answer.data(), answer.size());
    Head head{kAnswered, 0, answer.size()};
    if (trick == "no magic") {
        head.magic = 1;
    } else if (trick == "longer than there is memory") {
        head.answer_bytes = kAnswerBytesMax + 1;
    } else if (trick == "longer than said") {
        --head.answer_bytes;
    } else if (trick == "shorter than said") {
        ++head.answer_bytes;
    } else if (trick == "all of it") {
        head.answer_bytes = kAnswerBytesMax;
    }
    std::memcpy(at, &head, sizeof head);
    if (trick == "die") {
        std::raise(SIGSEGV);
    }
    if (trick == "sleep") {
        ::sleep(60);
    }
    return 0;
}
