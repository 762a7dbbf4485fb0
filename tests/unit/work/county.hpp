// SPDX-License-Identifier: Apache-2.0
#pragma once
// A whole county on one thread: the real county database and judge, and a line straight into the gateway's session. Its
// people are enrolled by the terminal's own use cases.

#include <map>
#include <memory>
#include <string>

#include "gateway/county/county.hpp"
#include "terminal/work/devices.hpp"
#include "tests/unit/work/ground.hpp"

namespace zj::work::test {

class Town {
public:
    Town();
    ~Town();

    // A device of its own for the person of this ticket file, known here by `alias`.
    void enrol(const std::string& alias, const std::string& ticket_file);
    void join(const std::string& host, const std::string& alias, const std::string& ticket_file);
    // Both administrators: the text of a ticket in a file.
    std::string ticket(const std::string& alias, const std::string& name, const std::string& role,
                       const std::string& unit, std::vector<std::string> scopes);
    // Runs `work` as this person on their device, then ends that process.
    codec::Value as(const std::string& alias, const std::function<Result<codec::Value>(const Context&)>& work);
    Result<codec::Value> try_as(const std::string& alias,
                                const std::function<Result<codec::Value>(const Context&)>& work);
    void sync(const std::string& alias);

    Folder home;
    TestClock clock;
    std::unique_ptr<county::County> county;
    bool reachable = true;
    std::vector<std::string> root_tickets;  // files of the first administrators

private:
    vault::Settings settings();
    Result<std::unique_ptr<vault::Vault>> open(const std::string& alias);
    LineMaker line_of(vault::Vault* vault);
    SeededRandom random_{5};
    crypto::SigningKey root_;
    std::map<std::string, std::string> folders_;
};

}  // namespace zj::work::test
