// SPDX-License-Identifier: Apache-2.0
// Every verb that reads, over a vault with one damaged page: the same answer as before, or that the vault is damaged.

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/bundle.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/forms.hpp"
#include "terminal/work/sync.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Value;

constexpr std::size_t kPage = 4096;  // of SQLCipher

struct Verb {
    std::string name;
    std::function<Result<Value>(const Context&)> run;
    std::string answer;  // of the whole vault
};

std::vector<Verb> reading_verbs(const std::string& form, const std::string& folder) {
    std::vector<Verb> out;
    for (const std::string& what : list_names()) {
        out.push_back({"list " + what,
                       [what](const Context& context) {
                           ListQuery query;
                           query.what = what;
                           return list(context, query);
                       },
                       {}});
    }
    out.push_back({"show", [](const Context& context) { return show(context, "#1", {}); }, {}});
    out.push_back({"matters", [](const Context& context) { return matters(context); }, {}});
    out.push_back({"form", [](const Context& context) { return work::form(context, "USE"); }, {}});
    out.push_back({"submit --preview",
                   [form, folder](const Context& context) {
                       FormFaults faults;
                       return submit(context, {form, folder, true}, faults);
                   },
                   {}});
    out.push_back({"export",
                   [folder](const Context& context) {
                       const std::string path = folder + "/out.zjb";
                       std::filesystem::remove(path);
                       return export_bundle(context, path);
                   },
                   {}});
    return out;
}

}  // namespace

TEST_CASE("one flipped bit in any page never makes a verb say less, and none ends the program") {
    Desk desk;
    desk.open_books();
    Value form = use_form(desk.home);
    for (const char* reason : {"甲", "乙"}) {
        form.object()["fields"].set("reason", std::string("综合执法中心空缺一名工作人员。") + reason);
        FormFaults faults;
        must(submit(desk.context(), {codec::write_json(form), desk.home.path.string(), false}, faults));
    }
    const std::string folder = desk.home.file("vault"), path = folder + "/vault.db", copy = desk.home.file("copy");
    desk.vault.reset();
    const std::string whole = read_text(path);
    const auto reopened = [&]() -> Result<std::unique_ptr<vault::Vault>> {
        vault::Settings settings;
        settings.clock = &desk.clock;
        settings.random = &desk.random;
        settings.cost = {crypto::kArgon2Floor, crypto::kArgon2Floor};
        return vault::Vault::open(copy, {}, crypto::Secret::from(as_bytes("bamu diga foku zelu wayi")), settings);
    };
    const auto over = [&](const std::string& content, const Verb& verb) -> Result<Value> {
        std::filesystem::remove_all(copy);
        std::filesystem::copy(folder, copy, std::filesystem::copy_options::recursive);
        desk.home.write("copy/vault.db", content);
        ZJ_TRY(desk.vault, reopened());
        auto answer = vault::told([&] { return verb.run(desk.context()); });
        desk.vault.reset();
        return answer;
    };
    std::vector<Verb> verbs = reading_verbs(codec::write_json(form), desk.home.path.string());
    for (Verb& verb : verbs) {
        INFO(verb.name);
        verb.answer = codec::write_json(must(over(whole, verb)));
    }
    std::size_t noticed = 0;
    for (std::size_t at = 50; at < whole.size(); at += kPage) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
        for (const Verb& verb : verbs) {
            INFO("page " << at / kPage << ", " << verb.name);
            const auto answer = over(damaged, verb);
            if (answer) {
                CHECK(codec::write_json(*answer) == verb.answer);
            } else {
                CHECK(answer.error().code == "vault.corrupt");
                ++noticed;
            }
        }
    }
    CHECK(noticed > verbs.size());
}
