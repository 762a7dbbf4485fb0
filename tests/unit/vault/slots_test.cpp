// SPDX-License-Identifier: Apache-2.0
// Passphrases, the waiting after wrong ones, and what must never be readable in the folder.

#include "shared/codec/text.hpp"
#include "terminal/vault/passphrase.hpp"
#include "terminal/vault/tries.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

namespace {

std::string folder_content(const std::string& folder) {
    std::string out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            out += read_text(entry.path().string()) + "\n";
        }
    }
    return out;
}

bool holds(const std::string& content, const crypto::Secret& canary) {
    return content.find(canary.text()) != std::string::npos ||
           content.find(codec::hex(canary.view())) != std::string::npos ||
           content.find(codec::base64(canary.view())) != std::string::npos;
}

}  // namespace

TEST_CASE("five drawn words or fourteen characters are a passphrase, less is not") {
    SeededRandom random(3);
    for (int i = 0; i < 100; ++i) {
        const crypto::Secret drawn = draw_passphrase(random);
        CHECK(drawn.size() == kPassphraseWords * 5 - 1);
        CHECK(check_passphrase(drawn).has_value());
    }
    CHECK(code_of(check_passphrase(secret("bamu diga foku zelu"))) == "");  // 19 characters
    CHECK(code_of(check_passphrase(secret("bamu diga"))) == "passphrase.weak");
    CHECK(code_of(check_passphrase(secret("aaaaaaaaaaaaaaaaaaaaaa"))) == "passphrase.weak");
    CHECK(check_passphrase(secret("浠水县巴河镇人民政府经办人田")).has_value());
    CHECK(code_of(check_passphrase(secret("十三个汉字不够用来作口令"))) == "passphrase.weak");
    CHECK(code_of(check_passphrase(secret(std::string(kPassphraseBytesMax + 1, 'a')))) == "passphrase.long");
    CHECK(code_of(check_passphrase(secret("with a\ttab inside it"))) == "passphrase.text");
    CHECK(code_of(check_passphrase(secret("not utf-8 \xff\xfe at all"))) == "passphrase.text");
}

TEST_CASE("drawn words differ from each other and use the whole list") {
    SeededRandom random(4);
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const crypto::Secret drawn = draw_passphrase(random);
        seen.insert(std::string(drawn.text()));
    }
    CHECK(seen.size() == 200);
    CHECK(is_word("bamu"));
    CHECK_FALSE(is_word("bam"));
    CHECK_FALSE(is_word("xxxx"));
}

TEST_CASE("after three wrong passphrases one waits, and longer each time") {
    Desk desk;
    desk.make();
    for (int i = 0; i < 3; ++i) {
        CHECK(code_of(desk.try_open({}, "wrong wrong wrong")) == "passphrase.wrong");
    }
    auto wait = desk.try_open();  // the right one must wait too
    REQUIRE(code_of(wait) == "passphrase.wait");
    CHECK(wait.error().args.at(0) == "5");
    desk.clock.time = desk.clock.time + 5 * kSecondMs;
    CHECK(code_of(desk.try_open({}, "wrong wrong wrong")) == "passphrase.wrong");
    wait = desk.try_open();
    REQUIRE(code_of(wait) == "passphrase.wait");
    CHECK(wait.error().args.at(0) == "10");
    desk.clock.time = desk.clock.time + 10 * kSecondMs;
    CHECK(desk.try_open().has_value());
    CHECK(code_of(desk.try_open({}, "wrong wrong wrong")) == "passphrase.wrong");  // counted anew
}

TEST_CASE("neither a clock set back nor an edited or deleted count shortens the wait") {
    Desk desk;
    desk.make();
    for (int i = 0; i < 3; ++i) {
        CHECK(code_of(desk.try_open({}, "wrong wrong wrong")) == "passphrase.wrong");
    }
    const Time then = desk.clock.time;
    desk.clock.time = {then.ms - kDayMs};
    CHECK(code_of(desk.try_open()) == "passphrase.wait");
    desk.clock.time = then;
    std::string text = read_text(desk.home.file("vault/tries.json"));
    const auto at = text.find("\"count\":3");
    REQUIRE(at != std::string::npos);
    text.replace(at, 9, "\"count\":0");
    write_text(desk.home.file("vault/tries.json"), text);
    const auto edited = desk.try_open();
    REQUIRE(code_of(edited) == "passphrase.wait");
    CHECK(edited.error().args.at(0) == "3600");
    desk.clock.time = desk.clock.time + kHourMs;
    CHECK(desk.try_open().has_value());
    std::filesystem::remove(desk.home.file("vault/tries.json"));
    CHECK(code_of(desk.try_open()) == "passphrase.wait");
}

TEST_CASE("the wait ends at an hour") {
    Desk desk;
    desk.make();
    const crypto::Secret key = secret("0123456789abcdef0123456789abcdef");
    Tries tries(desk.home.file("tries.json"), key, desk.clock);
    REQUIRE(tries.make().has_value());
    for (int i = 0; i < 40; ++i) {
        desk.clock.time = desk.clock.time + kHourMs;
        CHECK(tries.begin("person").has_value());
    }
    const auto wait = tries.begin("person");
    REQUIRE(code_of(wait) == "passphrase.wait");
    CHECK(wait.error().args.at(0) == "3600");
    CHECK(tries.begin("another").has_value());
}

TEST_CASE("no secret stands readable in the folder") {
    Desk desk;
    auto vault = desk.make();
    const std::string document = "%PDF-1.4 canary-of-a-document";
    write_text(desk.home.file("paper.pdf"), document);
    REQUIRE(attach(*vault, desk.home.file("paper.pdf"), "canary-of-a-title").has_value());
    sign(*vault, "canary-of-an-intent");
    const crypto::SigningKey second = crypto::SigningKey::generate(desk.random);
    propose(desk, *vault, "person-2", "夏立新", "head", "wawa yiyu dodo kuku lala", &second);
    REQUIRE(desk.sync(*vault).has_value());
    const crypto::Secret bundle = vault->bundle_key().secret().clone();
    const crypto::Certificate tls = vault->tls_certificate();
    for (int round = 0; round < 2; ++round) {  // with the vault open, and after it was closed
        const std::string content = folder_content(desk.folder());
        CHECK_FALSE(holds(content, secret()));
        CHECK_FALSE(holds(content, secret("canary-of-a-document")));
        CHECK_FALSE(holds(content, secret("canary-of-a-title")));
        CHECK_FALSE(holds(content, secret("canary-of-an-intent")));
        CHECK_FALSE(holds(content, second.seed()));
        CHECK_FALSE(holds(content, bundle));
        CHECK_FALSE(holds(content, desk.one_time.seed()));
        CHECK_FALSE(holds(content, tls.key_pem));
        // The search itself finds what is there: names stand in the slots.
        CHECK(holds(content, secret("夏立新")));
        vault.reset();
    }
}
