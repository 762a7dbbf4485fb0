// SPDX-License-Identifier: Apache-2.0
// What the county's door keeps out of the log although the judge would write a verdict on it.
#include "gateway/county/schema.hpp"
#include "tests/unit/county/ground.hpp"
#include "tests/unit/model/core_words.hpp"

namespace zj::county::test {

using Words = std::vector<std::string>;

TEST_CASE("Whoever holds a used ticket makes a few refusals in the log and then none, also after a restart") {
    Ground ground;
    zj::test::County& county = ground.world.county;
    const std::size_t before = county.entries().size();
    const auto one_time = zj::test::open_ticket(county);
    for (std::size_t i = before; i < county.entries().size(); ++i) {
        REQUIRE(told(ground.push({*county.entries()[i].change_set}).front()) == "receipt");
    }
    const std::string person = zj::test::person_on(county, one_time);
    const auto enrolment = [&] {
        return zj::test::enrolment(county, zj::test::Newcomer(county), one_time, person);
    };
    const log::ChangeSet honest = enrolment();
    REQUIRE(told(ground.push({honest}).front()) == "receipt");
    const std::uint64_t size = ground.county->size();

    const log::ChangeSet first = enrolment();
    CHECK(told(ground.push({first, enrolment(), enrolment(), enrolment(), enrolment()})) == Words(5, "receipt"));
    ground.reopen();
    Words expected(3, "receipt");
    expected.resize(8, "refused door.spent");
    CHECK(told(ground.push({enrolment(), enrolment(), enrolment(), enrolment(), enrolment(), enrolment(), enrolment(),
                            enrolment()})) == expected);
    CHECK(ground.county->size() == size + 8);
    CHECK(ground.county->incidents(1)->front().kind == "door.spent");
    // What is in the log keeps its receipt.
    CHECK(told(ground.push({honest, first})) == Words(2, "receipt"));
    CHECK(ground.county->check(true, {}).has_value());

    ground.county.reset();
    {
        auto db = store::Database::open(ground.path(), store::key_of(1), migrations(), {});
        REQUIRE(db->execute("UPDATE ticket_refusals SET n = n - 1").has_value());
    }
    ground.reopen();
    CHECK(!ground.county->check(false, {}).has_value());
}

}  // namespace zj::county::test
