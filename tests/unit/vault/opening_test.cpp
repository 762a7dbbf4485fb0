// SPDX-License-Identifier: Apache-2.0
// Making and opening a vault, and every way in which it may not open.

#include <sys/stat.h>

#include <functional>
#include <set>

#include "terminal/vault/passphrase.hpp"
#include "terminal/vault/schema.hpp"
#include "terminal/vault/tries.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

namespace {

void copy_vault(const std::string& from, const std::string& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

// Puts the database of another time under the newer side files, as a restored disk image would.
void restore_database(const std::string& image, const std::string& folder) {
    for (const char* file : {"vault.db", "vault.db-wal", "vault.db-shm"}) {
        std::filesystem::remove(folder + "/" + file);
        if (std::filesystem::exists(image + "/" + file)) {
            std::filesystem::copy(image + "/" + file, folder + "/" + file);
        }
    }
}

}  // namespace

TEST_CASE("a vault is made once, and its number 1 waits in the outbox") {
    Desk desk;
    {
        const auto vault = desk.make();
        CHECK(vault->next_seq() == 2);
        CHECK_FALSE(vault->enrolled());
        CHECK(vault->gateway() == "gateway.example:8443");
        CHECK(vault->unsent(10, 1 << 20)->size() == 1);
    }
    CHECK(Vault::present(desk.folder()));
    CHECK(code_of(Vault::create(desk.folder(), desk.founding(), secret(), desk.settings())) == "vault.exists");
    const auto vault = desk.open();
    CHECK(vault->person().name == "田小满");
    CHECK(vault->scopes() == std::vector<std::string>{sync::test::kUnitScope});
}

TEST_CASE("files of a vault are for its owner only") {
    Desk desk;
    desk.make();
    for (const char* file : {"slots.json", "device.secret", "witness", "lock"}) {
        struct stat status{};
        REQUIRE(::stat(desk.home.file(std::string("vault/") + file).c_str(), &status) == 0);
        CHECK((status.st_mode & 077) == 0);
    }
    struct stat folder{};
    REQUIRE(::stat(desk.folder().c_str(), &folder) == 0);
    CHECK((folder.st_mode & 077) == 0);
}

TEST_CASE("no vault, a begun one and a folder that is none are told apart") {
    Desk desk;
    CHECK(code_of(desk.try_open()) == "vault.missing");
    std::filesystem::create_directory(desk.folder());
    write_text(desk.home.file("vault/device.secret"), std::string(32, 'x'));
    CHECK(code_of(desk.try_open()) == "vault.unfinished");
}

TEST_CASE("a wrong passphrase opens nothing and is not repeated") {
    Desk desk;
    desk.make();
    const auto wrong = desk.try_open({}, "bamu diga foku zelu wawa");
    REQUIRE(code_of(wrong) == "passphrase.wrong");
    CHECK(wrong.error().detail.find("bamu") == std::string::npos);
}

TEST_CASE("small files that were changed are named, and whole again they open the vault") {
    Desk desk;
    desk.make();
    const auto changed = [&](const char* file, const std::function<void(std::string&)>& change) {
        const std::string path = desk.home.file(std::string("vault/") + file), before = read_text(path);
        std::string after = before;
        change(after);
        write_text(path, after);
        const auto opened = desk.try_open();
        CHECK(code_of(opened) == "vault.corrupt");
        CHECK((opened ? std::vector<std::string>() : opened.error().args) == std::vector<std::string>{path});
        write_text(path, before);
        CHECK(desk.try_open().has_value());
    };
    changed("device.secret", [](std::string& text) { text[7] = static_cast<char>(text[7] ^ 1); });
    changed("slots.json", [](std::string& text) { text.replace(text.find("421125"), 6, "421124"); });
    changed("slots.json", [](std::string& text) {
        char& c = text[text.find("\"device\": \"") + 11];
        c = c == 'a' ? 'b' : 'a';
    });
}

TEST_CASE("who acts must be said where two persons share a device") {
    Desk desk;
    auto vault = desk.make();
    const auto key = crypto::SigningKey::generate(desk.random);
    const auto join = propose(desk, *vault, "person-2", "夏立新", "head", "wawa yiyu dodo kuku lala");
    CHECK(code_of(vault->add_slot("person-3", "万青", "head", secret(), key)) == "as.taken");
    CHECK(code_of(vault->add_slot("person-3", "万青", "w", secret("too short"), key)) == "passphrase.weak");
    REQUIRE(answer(desk, *vault, join, log::Verdict::applied).has_value());
    CHECK(code_of(vault->add_slot("person-3", "万青", "head", secret(), key)) == "as.taken");
    vault.reset();
    CHECK(code_of(desk.try_open()) == "as.needed");
    CHECK(code_of(desk.try_open("nobody")) == "as.unknown");
    CHECK(code_of(desk.try_open("head")) == "passphrase.wrong");
    CHECK(desk.try_open("head", "wawa yiyu dodo kuku lala").value()->person().person == "person-2");
    CHECK(desk.try_open("夏立新", "wawa yiyu dodo kuku lala").has_value());
    CHECK(desk.try_open("person-1").has_value());
}

TEST_CASE("one person's slot does not give another's signing key") {
    Desk desk;
    auto vault = desk.make();
    const auto join = propose(desk, *vault, "person-2", "夏立新", "head", "wawa yiyu dodo kuku lala");
    REQUIRE(answer(desk, *vault, join, log::Verdict::applied).has_value());
    const SlotFile file = vault->slots();
    const Bytes stored = to_bytes(read_text(desk.home.file("vault/device.secret")));
    const auto device_secret = crypto::Secret::from(stored);
    // The wrapped signing keys swapped: each is bound to its own slot.
    Slot mixed = *file.find("person-1");
    mixed.sign = file.find("person-2")->sign;
    CHECK(code_of(open_slot(mixed, secret(), device_secret)) == "passphrase.wrong");
    CHECK(open_slot(*file.find("person-1"), secret(), device_secret).has_value());
}

TEST_CASE("a second process is told who holds the vault") {
    Desk desk;
    const auto vault = desk.make();
    const auto second = desk.try_open();
    REQUIRE(code_of(second) == "vault_busy");
    CHECK(second.error().args == std::vector<std::string>{std::to_string(::getpid())});
}

TEST_CASE("a database from before a signature is noticed") {
    Desk desk;
    desk.make();
    copy_vault(desk.folder(), desk.home.file("image"));
    sign(*desk.open(), "later work");
    restore_database(desk.home.file("image"), desk.folder());
    CHECK(code_of(desk.try_open()) == "vault.rolled_back");
}

TEST_CASE("a database from before a session, and one from before a checkpoint, are noticed") {
    Desk desk;
    {
        const auto vault = desk.make();
        REQUIRE(desk.sync(*vault).has_value());
    }
    copy_vault(desk.folder(), desk.home.file("image"));
    SECTION("a hello was made") {
        REQUIRE(desk.open()->next_hello().has_value());
    }
    SECTION("a checkpoint was seen") {
        desk.county.append(std::nullopt, {"office"});
        REQUIRE(desk.sync(*desk.open()).has_value());
    }
    restore_database(desk.home.file("image"), desk.folder());
    CHECK(code_of(desk.try_open()) == "vault.rolled_back");
}

TEST_CASE("a cut write-ahead log is noticed") {
    Desk desk;
    desk.make();
    const auto vault = desk.open();
    sign(*vault, "in the log");
    copy_vault(desk.folder(), desk.home.file("image"));
    // The image is of a running vault: its write-ahead log holds the last commits.
    REQUIRE(std::filesystem::file_size(desk.home.file("image/vault.db-wal")) > 0);
    std::filesystem::remove(desk.home.file("image/vault.db-wal"));
    std::filesystem::remove(desk.home.file("image/vault.db-shm"));
    const auto cut = Vault::open(desk.home.file("image"), {}, secret(), desk.settings());
    CHECK((code_of(cut) == "vault.rolled_back" || code_of(cut) == "vault.corrupt"));
}

TEST_CASE("the witness file is missed, and another vault's is refused") {
    Desk desk;
    desk.make();
    const std::string witness = desk.home.file("vault/witness");
    const std::string before = read_text(witness);
    std::filesystem::remove(witness);
    CHECK(code_of(desk.try_open()) == "vault.rolled_back");
    std::string changed = before;
    for (std::size_t at = changed.find("\"session\":0"); at != std::string::npos; at = changed.find("\"session\":0")) {
        changed.replace(at, 11, "\"session\":7");
    }
    write_text(witness, changed);
    CHECK(code_of(desk.try_open()) == "vault.corrupt");
    write_text(witness, "");
    CHECK(code_of(desk.try_open()) == "vault.corrupt");
    write_text(witness, before + " ");
    CHECK(code_of(desk.try_open()) == "vault.corrupt");
    write_text(witness, before);
    CHECK(desk.try_open().has_value());
}

TEST_CASE("a damaged database is told clearly and stays as it is") {
    Desk desk;
    desk.make();
    const std::string path = desk.home.file("vault/vault.db");
    const std::string before = read_text(path);
    SECTION("emptied") {
        write_text(path, "");
    }
    SECTION("cut") {
        write_text(path, std::string_view(before).substr(0, before.size() / 2));
    }
    SECTION("another file") {
        write_text(path, std::string(before.size(), 'z'));
    }
    SECTION("one bit in the first page") {
        std::string changed = before;
        changed[200] = static_cast<char>(changed[200] ^ 1);
        write_text(path, changed);
    }
    const std::string damaged = read_text(path);
    CHECK(code_of(desk.try_open()) == "vault.corrupt");
    CHECK(read_text(path) == damaged);
}

TEST_CASE("a damaged slots file is told clearly") {
    Desk desk;
    desk.make();
    const std::string path = desk.home.file("vault/slots.json");
    std::string text = read_text(path);
    SECTION("cut") {
        text.resize(text.size() / 2);
    }
    SECTION("another member") {
        text.insert(2, "\"more\":1,");
    }
    SECTION("cost below the floor") {
        const auto at = text.find("\"passes\": ");
        REQUIRE(at != std::string::npos);
        text.replace(at, 11, "\"passes\": 0");
    }
    SECTION("cost that would eat the machine") {
        const auto at = text.find("\"memory_kib\": ");
        REQUIRE(at != std::string::npos);
        text.insert(at + 14, "9999999");
    }
    write_text(path, text);
    CHECK(code_of(desk.try_open()) == "vault.corrupt");
}

TEST_CASE("production accepts no slot that is weaker than its floor") {
    Desk desk;
    desk.make();
    Settings strict = desk.settings();
    strict.cost = Cost{};
    CHECK(code_of(Vault::open(desk.folder(), {}, secret(), strict)) == "vault.corrupt");
}

TEST_CASE("a device whose clock has lost the time takes the county's") {
    Desk desk;
    auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    vault.reset();
    desk.clock.time = {desk.clock.time.ms - 10 * 365 * kDayMs};
    vault = desk.open();
    CHECK(vault->now() >= sync::test::kNow);
    const auto late = sign(*vault, "after the battery died");
    CHECK(log::parse_header(late.envelope.payload)->written_at >= sync::test::kNow);
}

TEST_CASE("a clock that ran ahead once is forgotten when it is right again") {
    Desk desk;
    auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    desk.clock.time = {desk.clock.time.ms + 25 * 365 * kDayMs};
    REQUIRE(vault->next_hello().has_value());
    sign(*vault, "in another century");
    vault.reset();
    desk.clock.time = sync::test::kNow + kHourMs;
    vault = desk.open();
    CHECK(vault->now() == desk.clock.time);  // what certificates are compared with
    CHECK(log::parse_header(sign(*vault, "today").envelope.payload)->written_at == desk.clock.time);
}

TEST_CASE("an enrolment that was refused can be begun again in the same folder, an enrolled vault cannot") {
    Desk desk;
    {
        auto vault = desk.make();
        const std::string first = vault->device();
        REQUIRE(vault->abandon().has_value());
        vault.reset();
        CHECK(desk.make()->device() != first);
    }
    const auto vault = desk.open();
    REQUIRE(desk.sync(*vault).has_value());
    CHECK(vault->enrolled());
}

TEST_CASE("a join counts when the county has applied it, and a refused one leaves the former slot") {
    constexpr const char* kOld = "wawa yiyu dodo kuku lala";
    constexpr const char* kNew = "zeze wuwu roro nene mimi";
    Desk desk;
    auto vault = desk.make();
    REQUIRE(answer(desk, *vault, propose(desk, *vault, "person-2", "夏立新", "head", kOld), log::Verdict::applied)
                .has_value());
    const auto again = propose(desk, *vault, "person-2", "夏立新", "head", kNew);
    const auto unknown = propose(desk, *vault, "person-3", "万青", "new", kNew);
    const auto fits = [&](const char* passphrase) {
        return code_of(vault->try_slot(vault->slots().joining.at(0).key, secret(passphrase)));
    };
    CHECK(fits(kNew) == "");
    CHECK(fits(kOld) == "passphrase.wrong");
    vault.reset();
    CHECK(desk.try_open("head", kOld).has_value());
    CHECK(code_of(desk.try_open("head", kNew)) == "passphrase.wrong");
    CHECK(code_of(desk.try_open("new", kNew)) == "as.joining");
    vault = desk.open("clerk");
    SECTION("both are refused") {
        REQUIRE(answer(desk, *vault, again, log::Verdict::refused).has_value());
        REQUIRE(answer(desk, *vault, unknown, log::Verdict::refused).has_value());
        vault.reset();
        CHECK(desk.try_open("head", kOld).has_value());
        CHECK(code_of(desk.try_open("head", kNew)) == "passphrase.wrong");
        CHECK(code_of(desk.try_open("new", kNew)) == "as.unknown");
        CHECK(desk.open("clerk")->slots().joining.empty());
    }
    SECTION("both are applied") {
        REQUIRE(answer(desk, *vault, again, log::Verdict::applied).has_value());
        REQUIRE(answer(desk, *vault, unknown, log::Verdict::applied).has_value());
        vault.reset();
        CHECK(desk.try_open("head", kNew).has_value());
        CHECK(code_of(desk.try_open("head", kOld)) == "passphrase.wrong");
        CHECK(desk.try_open("new", kNew).has_value());
    }
    SECTION("the program ends between the answer and the slots") {
        vault.reset();
        desk.fault = [](std::string_view step) {
            if (step == "slots") {
                throw std::string("ends here");
            }
        };
        vault = desk.open("clerk");
        CHECK_THROWS_AS(answer(desk, *vault, again, log::Verdict::applied), std::string);
        vault.reset();
        desk.fault = {};
        CHECK(desk.try_open("head", kOld).has_value());  // finds what was left to do
        CHECK(desk.try_open("head", kNew).has_value());
        CHECK(code_of(desk.try_open("head", kOld)) == "passphrase.wrong");
    }
}

TEST_CASE("a slot whose join was never signed is dropped") {
    Desk desk;
    auto vault = desk.make();
    const auto key = crypto::SigningKey::generate(desk.random);
    REQUIRE(vault->add_slot("person-2", "夏立新", "head", secret("wawa yiyu dodo kuku lala"), key).has_value());
    vault.reset();
    vault = desk.open("clerk");
    CHECK(vault->slots().joining.empty());
    CHECK(vault->slots().find("head") == nullptr);
}
