// SPDX-License-Identifier: Apache-2.0
// What the lock desk knows without a key.

#include "terminal/work/lock_note.hpp"

#include "shared/codec/json.hpp"
#include "terminal/work/forms.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

const vault::Cost kCost{crypto::kArgon2Floor, crypto::kArgon2Floor};

}  // namespace

TEST_CASE("without a vault the lock desk knows nothing") {
    const Folder home;
    const auto people = read_lock_note(home.file("vault"), kCost);
    CHECK_FALSE(people.present);
    CHECK_FALSE(people.known);
    CHECK(people.persons.empty());
}

TEST_CASE("a vault that was never locked tells who may unlock it, and no more") {
    Desk desk;
    const auto people = read_lock_note(desk.vault->folder(), kCost);
    CHECK(people.present);
    CHECK_FALSE(people.known);
    REQUIRE(people.persons.size() == 1);
    CHECK(people.persons[0].name == "田小满");
    CHECK(people.persons[0].alias == "clerk");
    CHECK(people.county == "421125");
}

TEST_CASE("after a lock the desk tells device, unit and what waits, and nothing of any case") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    must(submit(desk.context(), {codec::write_json(use_form(desk.home)), desk.home.path.string(), false}, faults));
    REQUIRE(write_lock_note(*desk.vault).has_value());
    const auto people = read_lock_note(desk.vault->folder(), kCost);
    CHECK(people.known);
    CHECK(people.device_name == "巴河镇一号机");
    CHECK(people.unit_name == "浠水县巴河镇人民政府");
    CHECK(people.waiting == 2);
    CHECK(people.materials_waiting == 3);
    const std::string note = read_text(desk.vault->folder() + "/lock.json");
    CHECK(must(codec::parse_json(note)).object().size() <= 5);
    CHECK(note.find("case/") == note.npos);
    CHECK(note.find("USE") == note.npos);
}

TEST_CASE("an edited, cut or oversized note misleads nobody into anything but an unknown or a wrong count") {
    Desk desk;
    const std::string path = desk.vault->folder() + "/lock.json";
    for (const std::string& text : {std::string("{\"device\":"), std::string("[]"), std::string("7"), std::string(),
                                    "{\"device\":\"" + std::string(5000, 'x') + "\"}"}) {
        desk.home.write("vault/lock.json", text);
        const auto people = read_lock_note(desk.vault->folder(), kCost);
        CHECK(people.present);
        CHECK_FALSE(people.known);
        CHECK(people.persons.size() == 1);
    }
    desk.home.write("vault/lock.json", R"({"waiting":-5,"materials_waiting":"many","last_sync":"yesterday"})");
    const auto people = read_lock_note(desk.vault->folder(), kCost);
    CHECK(people.known);
    CHECK(people.waiting == 0);
    CHECK(people.materials_waiting == 0);
    CHECK_FALSE(people.last_sync);
}
