// SPDX-License-Identifier: Apache-2.0
// zhijian-gateway: founding, serving and looking after a county. Exit 0 done, 1 refused or failed, 2 wrong usage.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <functional>

#include "assets/texts.hpp"
#include "gateway/ops/bundle.hpp"
#include "gateway/ops/init.hpp"
#include "gateway/ops/serve.hpp"
#include "gateway/ops/status.hpp"
#include "shared/base/system_time.hpp"
#include "shared/codec/json.hpp"
#include "shared/crypto/crypto.hpp"

namespace {

using namespace zj;
using codec::Object;
using codec::Value;

struct Arguments {
    std::string folder, lang, out, device, root_file, port_file, ops_port_file, demo_until;
    std::string listen = "127.0.0.1:8443", ops_listen;
    ops::Founding founding;
    int passphrase_fd = -1;
    std::size_t newest = 50;
    bool json = false, registers = false, replay = false, rebuild = false;
};

std::atomic<bool> interrupted{false};

bool show_progress(std::string_view stage, std::uint64_t done, std::uint64_t total) {
    if (isatty(STDERR_FILENO) != 0) {
        std::fprintf(stderr, "\r\033[K%.*s %llu/%llu", static_cast<int>(stage.size()), stage.data(),
                     static_cast<unsigned long long>(done), static_cast<unsigned long long>(total));
    }
    return !interrupted;
}

int report(const Error& error, const Arguments& arguments) {
    const bool one = !arguments.lang.empty();
    const texts::Lang lang = texts::lang_from(arguments.lang);
    if (arguments.json) {
        const texts::Explained zh = texts::explain(error, texts::Lang::zh), en = texts::explain(error, texts::Lang::en);
        const auto both = [&](const std::string& a, const std::string& b) {
            return !one ? a + " / " + b : lang == texts::Lang::zh ? a : b;
        };
        Value told = Object{{"code", error.code},
                            {"what", both(zh.what, en.what)},
                            {"means", both(zh.means, en.means)},
                            {"do", both(zh.todo, en.todo)}};
        if (!error.where.empty()) {
            told.set("where", error.where);
        }
        std::printf("%s\n", codec::write_json(Object{{"ok", false}, {"error", std::move(told)}}).c_str());
    }
    std::fprintf(stderr, "%s\n[%s]\n", (one ? texts::for_people(error, lang) : texts::for_people(error)).c_str(),
                 to_string(error).c_str());
    return error.code.starts_with("usage") ? 2 : 1;
}

void print(Value answer, const Arguments& arguments) {
    if (arguments.json) {
        answer.set("ok", true);
        std::printf("%s\n", codec::write_json(answer).c_str());
    } else {
        std::fputs(codec::write_json_pretty(answer).c_str(), stdout);
    }
}

// One line from a descriptor, into locked memory.
Result<crypto::Secret> line_from(int descriptor) {
    constexpr std::size_t kMax = 1024;
    crypto::Secret buffer(kMax);
    std::size_t size = 0;
    for (char c = 0; size < kMax && ::read(descriptor, &c, 1) == 1 && c != '\n';) {
        buffer.bytes()[size++] = static_cast<std::uint8_t>(c);
    }
    if (size < 14) {
        return fail("passphrase.weak", {}, "at least 14 characters");
    }
    return crypto::Secret::from(buffer.view().first(size));
}

Result<Value> init(Arguments& arguments, Clock& clock, Random& random) {
    ops::Founding& founding = arguments.founding;
    founding.folder = arguments.folder;
    founding.root_file = arguments.root_file;
    if (!arguments.demo_until.empty()) {
        ZJ_TRY(founding.demo_until, parse_date(arguments.demo_until));
    }
    if (arguments.passphrase_fd >= 0) {
        ZJ_TRY(founding.root_passphrase, line_from(arguments.passphrase_fd));
    } else if (founding.demo) {
        // Nobody will ever sign with the root of a demonstration county again.
        founding.root_passphrase = crypto::Secret::random(32);
    } else {
        return fail("usage.passphrase", "--passphrase-fd", "the passphrase that wraps the county root is needed");
    }
    return ops::init(founding, clock, random);
}

using Opened = std::unique_ptr<county::County>;

Result<Opened> open(const Arguments& arguments, Clock& clock, Random& random) {
    return ops::open_county(arguments.folder, 1, clock, random);
}

Result<Value> check(const Arguments& arguments, Clock& clock, Random& random) {
    ZJ_TRY(const Opened county, open(arguments, clock, random));
    if (arguments.rebuild) {
        ZJ_CHECK(county->rebuild_projections());
    }
    ZJ_CHECK(county->check(arguments.replay, show_progress));
    return Value(Object{{"size", county->size()}, {"replayed", arguments.replay}});
}

Result<Value> backup(const Arguments& arguments, Clock& clock, Random& random) {
    ZJ_TRY(const ops::Keys keys, ops::read_keys(arguments.folder));
    ZJ_TRY(const Opened county, open(arguments, clock, random));
    ZJ_CHECK(county->backup(arguments.out, keys.database, [](int percent) {
        return show_progress("backup", static_cast<std::uint64_t>(percent), 100);
    }));
    return Value(Object{{"out", arguments.out}, {"size", county->size()}});
}

Result<Value> serve(const Arguments& arguments, Clock& clock, Random& random) {
    ops::Serving serving{arguments.folder, arguments.listen, arguments.port_file, {}, arguments.ops_port_file};
    if (!arguments.ops_listen.empty()) {
        serving.ops_listen = arguments.ops_listen;
    }
    ZJ_CHECK(ops::serve(serving, clock, random));
    return Value(Object{{"stopped", true}});
}

struct Verb {
    CLI::App* command;
    std::function<Result<Value>(Clock&, Random&)> run;
};

std::vector<Verb> declare(CLI::App& app, Arguments& a) {
    std::vector<Verb> verbs;
    const auto verb = [&](const char* name, const char* about, std::function<Result<Value>(Clock&, Random&)> run) {
        CLI::App* command = app.add_subcommand(name, about);
        command->add_option("--dir", a.folder, "folder of the county 县库目录")->required();
        command->add_flag("--json", a.json, "one JSON object on stdout 输出 JSON");
        command->add_option("--lang", a.lang, "zh or en; both where absent 语言");
        verbs.push_back({command, std::move(run)});
        return command;
    };
    CLI::App* found = verb("init", "found a county 建库", [&](Clock& c, Random& r) { return init(a, c, r); });
    found->add_option("--county", a.founding.county, "division code 行政区划代码")->required();
    found->add_option("--name", a.founding.name, "name of the county 县名")->required();
    found->add_option("--address", a.founding.address, "HOST:PORT that terminals use 终端连接地址")->required();
    found->add_flag("--demo", a.founding.demo, "a demonstration county with its opening folder 演示县");
    found->add_option("--demo-until", a.demo_until, "simulated time ends before this day 模拟时间截止日");
    found->add_option("--root-file", a.root_file, "write the root fingerprint here 根指纹写入文件");
    found->add_option("--passphrase-fd", a.passphrase_fd, "descriptor with the root key's passphrase 根密钥口令描述符");
    CLI::App* run = verb("serve", "serve terminals 启动服务", [&](Clock& c, Random& r) { return serve(a, c, r); });
    run->add_option("--listen", a.listen, "ADDRESS:PORT, port 0: any 监听地址")->capture_default_str();
    run->add_option("--port-file", a.port_file, "written once it listens 端口文件");
    run->add_option("--ops-listen", a.ops_listen, "plain /healthz and /metrics, loopback only 运维监听地址");
    run->add_option("--ops-port-file", a.ops_port_file, "written once it listens 运维端口文件");
    CLI::App* status = verb("status", "what stands in the county 概况", [&](Clock& c, Random& r) -> Result<Value> {
        ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a.folder));
        ZJ_TRY(const Opened county, open(a, c, r));
        return ops::status(*county, facts, a.registers);
    });
    status->add_flag("--registers", a.registers, "the registers too 含登记册");
    CLI::App* checked = verb("check", "derive everything from the log again and compare 核对",
                             [&](Clock& c, Random& r) { return check(a, c, r); });
    checked->add_flag("--replay", a.replay, "judge every change set again 重新裁决");
    checked->add_flag("--rebuild", a.rebuild, "write the relational registers anew first 重建登记册");
    CLI::App* bundle = verb("bundle", "write an audit bundle 导出审计包", [&](Clock& c, Random& r) -> Result<Value> {
        ZJ_TRY(const Opened county, open(a, c, r));
        return ops::write_bundle(*county, a.out, show_progress);
    });
    bundle->add_option("--out", a.out, "new folder 新目录")->required();
    CLI::App* copy = verb("backup", "copy the database while it is served 在线备份",
                          [&](Clock& c, Random& r) { return backup(a, c, r); });
    copy->add_option("--out", a.out, "new file 新文件")->required();
    CLI::App* noticed = verb("incidents", "what was noticed 事件", [&](Clock& c, Random& r) -> Result<Value> {
        ZJ_TRY(const Opened county, open(a, c, r));
        return ops::incidents(*county, a.newest);
    });
    noticed->add_option("--newest", a.newest, "how many 条数")->capture_default_str();
    CLI::App* door = verb("open-door", "let a device in again 重新放行设备", [&](Clock& c, Random& r) -> Result<Value> {
        ZJ_TRY(const Opened county, open(a, c, r));
        ZJ_CHECK(county->open_door(a.device));
        return Value(Object{{"device", a.device}});
    });
    door->add_option("DEVICE", a.device, "device id 设备号")->required();
    return verbs;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (auto started = crypto::start(); !started) {
        return report(started.error(), arguments);
    }
    CLI::App app{"zhijian-gateway 指尖网关: sequencer and judge of a county 县级网关"};
    app.set_version_flag("--version", "zhijian-gateway 0.1.0");
    app.require_subcommand(1);
    const std::vector<Verb> verbs = declare(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    // Core dumps off, memory locked as far as allowed; what could not be had is said and no reason to stop.
    if (const auto hardened = crypto::harden_process(); !hardened) {
        std::fprintf(stderr, "%s\n", to_string(hardened.error()).c_str());
    }
    const bool serving = app.got_subcommand("serve");
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (serving) {
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: serve() waits for them
    } else {
        std::signal(SIGINT, [](int) { interrupted = true; });
    }
    SystemClock clock;
    crypto::SystemRandom random;
    for (const Verb& verb : verbs) {
        if (verb.command->parsed()) {
            auto answer = verb.run(clock, random);
            if (isatty(STDERR_FILENO) != 0) {
                std::fputs("\r\033[K", stderr);
            }
            if (!answer) {
                return report(answer.error(), arguments);
            }
            print(std::move(*answer), arguments);
            return 0;
        }
    }
    return 2;
}
