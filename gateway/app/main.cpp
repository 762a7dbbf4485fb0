// SPDX-License-Identifier: Apache-2.0
// zhijian-gateway: founding, serving and looking after a county. Exit 0 done, 1 refused or failed, 2 wrong usage.
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <functional>

#include "assets/texts.hpp"
#include "gateway/ops/archives.hpp"
#include "gateway/ops/bundle.hpp"
#include "gateway/ops/check.hpp"
#include "gateway/ops/evidence.hpp"
#include "gateway/ops/init.hpp"
#include "gateway/ops/orders.hpp"
#include "gateway/ops/overview.hpp"
#include "gateway/ops/package.hpp"
#include "gateway/ops/report.hpp"
#include "gateway/ops/serve.hpp"
#include "gateway/ops/status.hpp"
#include "shared/base/system_time.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/store/secret_line.hpp"

namespace {

using namespace zj;
using codec::Object;
using codec::Value;

constexpr const char* kVersion = "zhijian-gateway 0.1.0";
constexpr std::size_t kPassphraseBytesMax = 1024;

struct Arguments {
    std::string folder, lang, out, device, demo_until, on;
    ops::Reporting reporting;
    ops::Founding founding;
    ops::Serving serving;
    ops::Checking checking;
    ops::Listing listing;
    ops::Packing packing;
    int passphrase_fd = -1;
    std::size_t newest = 50;
    bool json = false, registers = false;
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
    std::fprintf(stderr, "%s\n[%s]\n",
                 codec::for_screen(one ? texts::for_people(error, lang) : texts::for_people(error)).c_str(),
                 codec::for_screen(to_string(error)).c_str());
    return error.code.starts_with("usage") ? 2 : 1;
}

void print(Value answer, const Arguments& arguments) {
    if (arguments.json) {
        answer.set("ok", true);
        std::printf("%s\n", codec::write_json(answer).c_str());
    } else {
        std::fputs(codec::for_screen(codec::write_json_pretty(answer)).c_str(), stdout);
    }
}

Result<Value> init(Arguments& arguments, Clock& clock, Random& random) {
    arguments.founding.folder = arguments.folder;
    if (!arguments.demo_until.empty()) {
        ZJ_TRY(arguments.founding.demo_until, parse_date(arguments.demo_until));
    }
    if (arguments.passphrase_fd >= 0) {
        ZJ_TRY(arguments.founding.root_passphrase, store::secret_line(arguments.passphrase_fd, kPassphraseBytesMax));
        if (arguments.founding.root_passphrase.empty()) {  // which init would take for "draw one"
            return fail("passphrase.weak", "--passphrase-fd", "an empty line", {"14"});
        }
    }
    return ops::init(arguments.founding, clock, random, show_progress);
}

Result<Value> serve(Arguments& arguments, Clock& clock, Random& random) {
    arguments.serving.folder = arguments.folder;
    ZJ_CHECK(ops::serve(arguments.serving, clock, random));
    return Value(Object{{"stopped", true}});
}

// A county that is only read: nobody is kept from serving it.
using Opened = std::unique_ptr<county::County>;

Result<Opened> open(const Arguments& arguments, Clock& clock, Random& random) {
    return ops::open_county(arguments.folder, 1, clock, random);
}

struct Verb {
    CLI::App* command;
    std::function<Result<Value>(Clock&, Random&)> run;
};

using Run = std::function<Result<Value>(Clock&, Random&)>;

class Verbs {
public:
    Verbs(CLI::App& app, Arguments& arguments) : app_(app), a_(arguments) {
        founding();
        serving();
        reading();
        filing();
        keeping();
        ordering();
    }
    const std::vector<Verb>& all() const { return all_; }

private:
    CLI::App* add(const char* name, const char* about, Run run) {
        CLI::App* command = app_.add_subcommand(name, about);
        command->set_version_flag("--version", kVersion);
        command->add_option("--dir", a_.folder, "folder of the county 县库目录")->required();
        command->add_flag("--json", a_.json, "one JSON object on stdout 输出 JSON");
        command->fallthrough();  // --lang may stand before or after the verb
        all_.push_back({command, std::move(run)});
        return command;
    }

    void founding() {
        ops::Founding& f = a_.founding;
        CLI::App* verb = add("init", "found a county 建库", [this](Clock& c, Random& r) { return init(a_, c, r); });
        verb->add_option("--county", f.county, "division code 行政区划代码")->required();
        verb->add_option("--name", f.name, "name of the county 县名")->required();
        verb->add_option("--address", f.address, "HOST:PORT that terminals use 终端连接地址")->required();
        verb->add_flag("--demo", f.demo, "a demonstration county with its opening folder 演示县");
        verb->add_option("--demo-until", a_.demo_until, "simulated time ends before this day 模拟时间截止日");
        verb->add_option("--year-cases", f.year_cases,
                         "a year of simulated time with some so many cases 模拟一年的业务,约若干件");
        verb->add_option("--seed", f.seed, "of the demonstration county 演示县随机种子")->capture_default_str();
        verb->add_option("--root-file", f.root_file, "write the root fingerprint here 根指纹写入文件");
        verb->add_option("--passphrase-fd", a_.passphrase_fd,
                         "descriptor with the root key's passphrase; drawn into a file where absent 根密钥口令描述符");
    }

    void serving() {
        ops::Serving& s = a_.serving;
        CLI::App* verb =
            add("serve", "serve terminals 启动服务", [this](Clock& c, Random& r) { return serve(a_, c, r); });
        verb->add_option("--listen", s.listen, "ADDRESS:PORT, port 0: any 监听地址")->capture_default_str();
        verb->add_option("--port-file", s.port_file, "the address, written once it listens 端口文件");
        verb->add_option("--ops-listen", s.ops_listen, "plain /healthz and /metrics; keep it on loopback 运维监听地址");
        verb->add_option("--ops-port-file", s.ops_port_file, "the same for --ops-listen 运维端口文件");
    }

    void reading() {
        CLI::App* status =
            add("status", "what stands in the county 概况", [this](Clock& c, Random& r) -> Result<Value> {
                ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a_.folder));
                ZJ_TRY(const Opened county, open(a_, c, r));
                return ops::status(*county, facts, a_.registers);
            });
        status->add_flag("--registers", a_.registers, "what stands in the registers too, ID numbers masked 含登记册");
        CLI::App* report = add("report", "registers, invariants, warnings with evidence, statistics 综合报告",
                               [this](Clock& c, Random& r) -> Result<Value> {
                                   ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a_.folder));
                                   ZJ_TRY(const Opened county, open(a_, c, r));
                                   ops::Reporting reporting = a_.reporting;
                                   reporting.on = date_of(c.now());
                                   if (!a_.on.empty()) {
                                       ZJ_TRY(reporting.on, parse_date(a_.on));
                                   }
                                   ZJ_TRY(Value told, ops::report(*county, facts, reporting));
                                   // Where nobody serves the folder, today's warnings are written down too.
                                   if (!a_.on.empty()) {
                                       return told;
                                   }
                                   if (const auto lock = ops::lock_county(a_.folder); lock) {
                                       ZJ_TRY(auto table, ops::open_warnings(a_.folder));
                                       ZJ_CHECK(ops::refresh_findings(*county, table, facts, reporting.on));
                                   }
                                   return told;
                               });
        report->add_option("--on", a_.on, "as the log was at the end of this day 2026-12-31 按某日");
        report->add_option("--period", a_.reporting.period, "day, month, quarter or year up to that day 统计期")
            ->capture_default_str();
        report->add_option("--population", a_.reporting.population, "of the county, for the funded ratio 全县人口");
        CLI::App* incidents = add("incidents", "what was noticed 事件", [this](Clock& c, Random& r) -> Result<Value> {
            ZJ_TRY(const Opened county, open(a_, c, r));
            return ops::incidents(*county, a_.newest);
        });
        incidents->add_option("--newest", a_.newest, "how many 条数")->capture_default_str();
        CLI::App* evidence =
            add("evidence", "what proves a device's fork, for an administrator to freeze it 导出分叉证据",
                [this](Clock& c, Random& r) -> Result<Value> {
                    ZJ_TRY(const Opened county, open(a_, c, r));
                    return ops::write_evidence(*county, a_.device, a_.out);
                });
        evidence->add_option("DEVICE", a_.device, "device id 设备号")->required();
        evidence->add_option("--out", a_.out, "new file 新文件")->required();
        CLI::App* bundle =
            add("bundle", "write an audit bundle 导出审计包", [this](Clock& c, Random& r) -> Result<Value> {
                ZJ_TRY(const Opened county, open(a_, c, r));
                return ops::write_bundle(*county, a_.out, show_progress);
            });
        bundle->add_option("--out", a_.out, "new folder 新目录")->required();
    }

    void filing() {
        CLI::App* list =
            add("archives", "the catalogue of closed files 归档文件目录", [this](Clock& c, Random& r) -> Result<Value> {
                ZJ_TRY(const Opened county, open(a_, c, r));
                return ops::archives(*county, a_.listing);
            });
        list->add_option("--by", a_.listing.by, "class: by cabinet; unit: by unit 按类别或单位")
            ->check(CLI::IsMember({"class", "unit"}))
            ->capture_default_str();
        list->add_option("--year", a_.listing.year, "year of the files 年度");
        CLI::App* package = add("package", "export a closed file as an archive package 导出归档包",
                                [this](Clock& c, Random& r) -> Result<Value> {
                                    ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a_.folder));
                                    ZJ_TRY(const Opened county, open(a_, c, r));
                                    return ops::write_package(*county, facts, a_.packing, show_progress);
                                });
        package->add_option("FILE", a_.packing.file, "file or case number 档号或案件编号")->required();
        package->add_option("--out", a_.packing.out, "new tar file 新 tar 文件")->required();
        package->add_option("--papers", a_.packing.papers, "folder with the office's own papers 纸件扫描件目录");
        package->add_flag("--incomplete", a_.packing.incomplete, "go on without papers that are nowhere 缺件也导出");
    }

    void keeping() {
        CLI::App* check =
            add("check", "derive everything from the log again and compare 核对",
                [this](Clock& c, Random& r) { return ops::check(a_.folder, a_.checking, show_progress, c, r); });
        check->add_flag("--replay", a_.checking.replay, "judge every change set again 重新裁决");
        check->add_flag("--rebuild", a_.checking.rebuild, "write the relational registers anew first 重建登记册");
        CLI::App* backup = add("backup", "copy the database while it is served 在线备份", [this](Clock& c, Random& r) {
            return ops::backup(a_.folder, a_.out, show_progress, c, r);
        });
        backup->add_option("--out", a_.out, "new file 新文件")->required();
    }

    void ordering() {
        CLI::App* door =
            add("open-door", "let a device in again, people having looked 重新放行设备",
                [this](Clock& c, Random& r) { return ops::give_order(a_.folder, {"open-door", a_.device}, c, r); });
        door->add_option("DEVICE", a_.device, "device id 设备号")->required();
        add("confirm-time", "the clock is right although it jumped 确认时钟",
            [this](Clock& c, Random& r) { return ops::give_order(a_.folder, {"confirm-time", {}}, c, r); });
    }

    CLI::App& app_;
    Arguments& a_;
    std::vector<Verb> all_;
};

// SIGTERM and SIGINT end serving; elsewhere SIGINT cancels what shows progress.
void mind_signals(bool serving) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (serving) {
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: serve() waits for them
    } else {
        std::signal(SIGINT, [](int) { interrupted = true; });
    }
    std::signal(SIGPIPE, SIG_IGN);
}

int run(const Verbs& verbs, const Arguments& arguments) {
    SystemClock clock;
    crypto::SystemRandom random;
    for (const Verb& verb : verbs.all()) {
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

}  // namespace

int main(int argc, char** argv) {
    ::umask(077);  // keys, tickets, bundles: nobody else's
    Arguments arguments;
    if (auto started = crypto::start(); !started) {
        return report(started.error(), arguments);
    }
    CLI::App app{"zhijian-gateway 指尖网关: sequencer and judge of a county 县级网关"};
    app.set_version_flag("--version", kVersion);
    app.require_subcommand(1);
    app.add_option("--lang", arguments.lang, "zh or en; both where absent 语言")->check(CLI::IsMember({"zh", "en"}));
    const Verbs verbs(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    // Core dumps off, memory locked as far as allowed; what could not be had is said and no reason to stop.
    if (const auto hardened = crypto::harden_process(); !hardened) {
        std::fprintf(stderr, "%s\n", to_string(hardened.error()).c_str());
    }
    mind_signals(app.got_subcommand("serve"));
    return run(verbs, arguments);
}
