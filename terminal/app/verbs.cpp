// SPDX-License-Identifier: Apache-2.0
#include "terminal/app/verbs.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "terminal/app/declaring.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/bundle.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/chain.hpp"
#include "terminal/work/decide.hpp"
#include "terminal/work/flow.hpp"
#include "terminal/work/forms.hpp"
#include "terminal/work/freeze.hpp"
#include "terminal/work/opening.hpp"
#include "terminal/work/people.hpp"
#include "terminal/work/reform.hpp"
#include "terminal/work/sync.hpp"

namespace zj::app {

namespace {

constexpr std::size_t kFormFileBytesMax = 512 * 1024;

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == path.npos ? std::string() : path.substr(0, slash);
}

Result<work::Submission> read_form_file(const std::string& path) {
    auto bytes = vault::read_file(path, kFormFileBytesMax);
    if (!bytes) {
        return fail("file.read", path, bytes.error().detail);
    }
    return work::Submission{std::string(as_text(*bytes)), folder_of(path), false};
}

Answer with_faults(Session& session, const work::FormFaults& faults, Answer answer) {
    if (!answer && faults.faults.size() > 1) {
        for (const model::FormFault& fault : faults.faults) {
            session.add_fault(fail(fault.code, fault.pointer, {}, fault.args));
        }
    }
    return answer;
}

void add_devices(Declaring& declare) {
    struct Options {
        std::string ticket_file, alias, device_name;
        int passphrase_fd = -1;
        bool demo = false;
    };
    const auto enrol = std::make_shared<Options>(), join = std::make_shared<Options>();
    CLI::App& e = declare.verb("enrol", "make the vault and enrol this device 建库入网", [enrol](Session& s) {
        return s.enrol(enrol->ticket_file, enrol->alias, enrol->device_name, enrol->demo);
    });
    e.add_option("--ticket-file", enrol->ticket_file, "file with the ticket's text 入网票文件")->required();
    e.add_option("--alias", enrol->alias, "short name of the person here 本机别名");
    e.add_option("--device-name", enrol->device_name, "name of the device 设备名称");
    e.add_flag("--demo", enrol->demo, "accept a county with simulated time 接受模拟时间的演示县");
    CLI::App& j = declare.verb("join", "a further person on this device 增加使用人", [join](Session& s) {
        return s.join(join->ticket_file, join->alias, join->passphrase_fd);
    });
    j.add_option("--ticket-file", join->ticket_file, "file with the ticket's text 入网票文件")->required();
    j.add_option("--alias", join->alias, "short name of the person here 本机别名");
    j.add_option("--new-passphrase-fd", join->passphrase_fd, "the new person's passphrase 新使用人口令描述符");
}

void add_people(Declaring& declare) {
    const auto wish = std::make_shared<work::TicketWish>();
    CLI::App& t =
        declare.verb("ticket", "sign a ticket for a device or a person 签发入网票", [wish](Session& s) -> Answer {
            ZJ_TRY(const work::Context context, s.context());
            return work::ticket(context, *wish);
        });
    t.add_option("--kind", wish->kind, "device or person 设备或人员")
        ->required()
        ->check(CLI::IsMember({"device", "person"}));
    t.add_option("--person", wish->person, "somebody known already 已有人员");
    t.add_option("--name", wish->name, "name of a new person 姓名");
    t.add_option("--phone", wish->phone, "telephone 电话");
    t.add_option("--unit", wish->unit, "unit code 单位编码");
    t.add_option("--role", wish->roles, "role, may be repeated 角色");
    t.add_option("--scope", wish->scopes, "scope of the device, may be repeated 设备范围");
    t.add_option("--days", wish->days, "valid so many days 有效天数");
    t.add_option("--out", wish->out, "new file for the ticket's text 票面文件")->required();

    struct Grant {
        std::string person;
        std::vector<std::string> roles;
    };
    const auto grant = std::make_shared<Grant>();
    CLI::App& g =
        declare.verb("grant", "propose the complete new list of roles 调整角色", [grant](Session& s) -> Answer {
            ZJ_TRY(const work::Context context, s.context());
            return work::grant(context, grant->person, grant->roles);
        });
    g.add_option("person", grant->person, "id or name 人员")->required();
    g.add_option("--role", grant->roles, "role, may be repeated 角色")->required();

    const auto revoke = std::make_shared<std::pair<std::string, std::string>>();
    CLI::App& r = declare.verb("revoke", "end an identity, a device or a key 注销", [revoke](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::revoke(context, revoke->first, revoke->second);
    });
    r.add_option("subject", revoke->first, "identity/…, device/… or key/… 对象")->required();
    r.add_option("--reason", revoke->second, "why 原因")
        ->required()
        ->check(CLI::IsMember({"left", "suspended", "compromised", "lost"}));

    const auto evidence = std::make_shared<std::string>();
    CLI::App& f =
        declare.verb("freeze", "stop a device that signed two histories 冻结设备", [evidence](Session& s) -> Answer {
            ZJ_TRY(const work::Context context, s.context());
            return work::freeze(context, *evidence);
        });
    f.add_option("file", *evidence, "the county's evidence 证据文件")->required();

    struct Confirm {
        std::vector<std::string> references;
        bool all = false, cancel = false;
    };
    const auto confirm = std::make_shared<Confirm>();
    CLI::App& c =
        declare.verb("confirm", "the second signature of an act of two 复签", [confirm](Session& s) -> Answer {
            if (confirm->all == !confirm->references.empty() || (confirm->all && confirm->cancel)) {
                return fail("usage.confirm");
            }
            ZJ_TRY(const work::Context context, s.context());
            return confirm->cancel ? work::cancel(context, confirm->references)
                   : confirm->all  ? work::confirm_all(context)
                                   : work::confirm(context, confirm->references);
        });
    c.add_option("what", confirm->references, "cases, pending acts or names 案件、待办或姓名");
    c.add_flag("--all-pending", confirm->all, "everything that waits for this person 全部待复签");
    c.add_flag("--cancel", confirm->cancel, "take an act of one's own back 撤销");
}

void add_forms(Declaring& declare) {
    declare.verb("matters", "the matters with what they need 事项目录", [](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::matters(context);
    });
    const auto matter = std::make_shared<std::string>();
    CLI::App& f = declare.verb(
        "form", "an empty form to fill 空白表单",
        [matter](Session& s) -> Answer {
            ZJ_TRY(const work::Context context, s.context());
            return work::form(context, *matter);
        },
        true);
    f.add_option("matter", *matter, "ORG USE IN OUT MOVE MOD PLAN SETUP 事项")->required();

    struct Submit {
        std::string file, amend;
        bool preview = false;
    };
    const auto submit = std::make_shared<Submit>();
    CLI::App& u = declare.verb("submit", "check, attach, sign 填报签名", [submit](Session& s) -> Answer {
        ZJ_TRY(work::Submission submission, read_form_file(submit->file));
        submission.preview = submit->preview;
        ZJ_TRY(const work::Context context, s.context());
        work::FormFaults faults;
        return with_faults(s, faults,
                           submit->amend.empty() ? work::submit(context, submission, faults)
                                                 : work::amend(context, submit->amend, submission, faults));
    });
    u.add_option("file", submit->file, "the filled form 填好的表单")->required();
    u.add_flag("--preview", submit->preview, "check and foretell only 只检查预判");
    u.add_option("--amend", submit->amend, "change the fields of an own case 修改在办案件");

    const auto withdraw = std::make_shared<std::pair<std::string, std::string>>();
    CLI::App& w = declare.verb("withdraw", "take an own case back 撤回", [withdraw](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::withdraw(context, withdraw->first, withdraw->second);
    });
    w.add_option("case", withdraw->first, "案件")->required();
    w.add_option("--reason", withdraw->second, "why 原因");

    const auto answer = std::make_shared<std::pair<std::string, std::string>>();
    CLI::App& a = declare.verb("answer", "answer a return 补正", [answer](Session& s) -> Answer {
        ZJ_TRY(const work::Submission submission, read_form_file(answer->second));
        ZJ_TRY(const work::Context context, s.context());
        work::FormFaults faults;
        return with_faults(s, faults, work::answer(context, answer->first, submission, faults));
    });
    a.add_option("case", answer->first, "案件")->required();
    a.add_option("file", answer->second, "form with what changed 补正表单")->required();
}

void add_cases(Declaring& declare) {
    const auto query = std::make_shared<work::ListQuery>();
    CLI::App& l = declare.verb("list", "lists of what is known here 列表", [query](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::list(context, *query);
    });
    l.add_option("what", query->what, "名目")->check(CLI::IsMember(work::list_names()));
    l.add_option("--state", query->state, "only in this state 状态");
    l.add_option("--limit", query->limit, "at most so many 条数")->check(CLI::Range(1, 10'000));
    l.add_option("--after", query->after, "go on after this one 续页");

    const auto show = std::make_shared<std::pair<std::string, std::string>>();
    CLI::App& w = declare.verb(
        "show", "where a case is and who has it; or a record of list 案件或登记详情", [show](Session& s) -> Answer {
            ZJ_TRY(const work::Context context, s.context());
            return work::names_record(show->first) ? work::show_record(context, show->first)
                                                   : work::show(context, show->first, show->second);
        });
    w.add_option("case", show->first, "a case, or a key of list 案件或登记编号")->required();
    w.add_option("--proof", show->second, "write the receipts to this new file 导出回执");

    struct Decide {
        std::string on;
        work::Decision decision;
    };
    const auto decide = std::make_shared<Decide>();
    CLI::App& d = declare.verb("decide", "decide a case 审批", [decide](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::decide(context, decide->on, decide->decision);
    });
    d.add_option("case", decide->on, "案件")->required();
    d.add_option("act", decide->decision.act, "pass return refuse pause resume 通过 退回 不予核准 暂缓 恢复")
        ->required()
        ->check(CLI::IsMember({"pass", "return", "refuse", "pause", "resume"}));
    d.add_option("--reason", decide->decision.reason, "told to the unit 理由");
    d.add_option("--missing", decide->decision.missing, "slots that are missing 缺件");

    struct Chain {
        std::vector<std::string> words;
        work::StageClosing closing;
    };
    const auto chain = std::make_shared<Chain>();
    CLI::App& c =
        declare.verb("chain", "stages of an approval or exit; close one 联办环节", [chain](Session& s) -> Answer {
            const bool close = chain->words.size() == 2 && chain->words[0] == "close";
            if (!close && chain->words.size() != 1) {
                return fail("usage.chain");
            }
            ZJ_TRY(const work::Context context, s.context());
            return close ? work::close_stage(context, chain->words[1], chain->closing)
                         : work::chain(context, chain->words[0]);
        });
    c.add_option("what", chain->words, "CASE or GRANT, or: close CASE|GRANT 案件或通知单")->required()->expected(1, 2);
    c.add_option("--stage", chain->closing.stage, "number of the stage 环节")->check(CLI::Range(1, 5));
    c.add_option("--doc-no", chain->closing.doc_no, "文号");
    c.add_option("--doc-date", chain->closing.doc_date, "文件日期");
    c.add_option("--person", chain->closing.persons,
                 "NAME:ID, of pay NAME:ID:GRADE:YUAN:MONTH; may be repeated 人员（核定工资时加等级、元、起薪月）");
    c.add_option("--budget-unit", chain->closing.budget_unit, "whose budget it is 预算单位");
    c.add_option("--pay-unit", chain->closing.pay_unit, "code of the unit that pays, if another 工资发放单位");
    c.add_option("--month", chain->closing.month, "when pay or funds begin, stop or are cut 起止月份");

    const auto draft = std::make_shared<std::string>();
    CLI::App& r = declare.verb("reform", "what a draft plan would do, nothing posted 改革方案分析",
                               [draft](Session& s) -> Answer {
                                   ZJ_TRY(const work::Submission file, read_form_file(*draft));
                                   ZJ_TRY(const work::Context context, s.context());
                                   return work::analyse_draft(context, file.text);
                               });
    r.add_option("FILE", *draft, "the draft as JSON 方案文件")->required();

    const auto flow = std::make_shared<std::pair<std::string, bool>>();
    CLI::App& f =
        declare.verb("flow", "sign an intent of a further flow from a file 其他业务", [flow](Session& s) -> Answer {
            ZJ_TRY(const work::Submission file, read_form_file(flow->first));
            ZJ_TRY(const work::Context context, s.context());
            return work::sign_flow(context, file.text, flow->second);
        });
    f.add_option("FILE", flow->first, "the intent as JSON 意图文件")->required();
    f.add_flag("--preview", flow->second, "sign nothing 只预览");
}

void add_sync(Declaring& declare) {
    const auto no_materials = std::make_shared<bool>(false);
    CLI::App& y = declare.verb("sync", "send and fetch 同步", [no_materials](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::sync_now(context, {!*no_materials});
    });
    y.add_flag("--no-materials", *no_materials, "attachments later 暂不传材料");

    struct Opening {
        std::string folder;
        std::size_t units = 0;
    };
    const auto opening = std::make_shared<Opening>();
    CLI::App& o = declare.verb(
        "import-opening", "open the books from a folder of tables 期初建账", [opening](Session& s) -> Answer {
            ZJ_TRY(const work::Context context, s.context());
            std::vector<model::OpeningFault> faults;
            Answer answer = work::import_opening(context, opening->folder, opening->units, faults);
            for (const model::OpeningFault& fault : faults) {
                s.add_fault(fault.error());
            }
            return answer;
        });
    o.add_option("folder", opening->folder, "the six tables 期初数据文件夹")->required();
    o.add_option("--units", opening->units, "only the first so many 只导入前几个单位");

    const auto out = std::make_shared<std::string>(), in = std::make_shared<std::string>();
    CLI::App& x = declare.verb("export", "the outbox as a sealed bundle 导出待传包", [out](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::export_bundle(context, *out);
    });
    x.add_option("file", *out, "new file 文件")->required();
    CLI::App& i = declare.verb("import", "a bundle from the county 导入下发包", [in](Session& s) -> Answer {
        ZJ_TRY(const work::Context context, s.context());
        return work::import_bundle(context, *in);
    });
    i.add_option("file", *in, "文件")->required();
}

}  // namespace

void declare_globals(CLI::App& app, Globals& globals) {
    app.add_option("--vault", globals.vault, "folder of the vault (~/zhijian-vault) 保险库文件夹");
    app.add_option("--as", globals.as, "who acts: id, name or alias 使用人");
    app.add_option("--passphrase-fd", globals.passphrase_fd, "passphrase as a line on this descriptor 口令描述符")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--gateway", globals.gateway, "HOST:PORT instead of the ticket's 网关地址");
    app.add_option("--lang", globals.lang, "zh or en; both without it 语言")->check(CLI::IsMember({"zh", "en"}));
    app.add_flag("--json", globals.json, "one JSON object on stdout 输出 JSON");
    app.add_flag("--test-kdf", globals.test_kdf, "weak key derivation, for tests alone 仅供测试");
}

void declare_window(CLI::App& app, WindowWishes& wishes) {
    app.add_option("--place", wishes.places, "window: a folder that documents may come from 材料文件夹");
    app.add_option("--papers", wishes.papers, "window: folder for PDFs 打印件文件夹");
    app.add_option("--size", wishes.size, "window: WIDTHxHEIGHT 窗口大小");
    app.add_option("--lock-after", wishes.lock_after_s, "window: locks after so many idle seconds 自动锁屏秒数")
        ->check(CLI::Range(5, 86'400));
    app.add_flag("--full-screen", wishes.full_screen, "window: the whole screen 全屏");
    app.add_flag("--demo-county", wishes.demo, "window: the first run accepts simulated time 接受演示县");
}

Globals globals_said(int argc, const char* const* argv) {
    Globals out;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        out.json = out.json || word == "--json";
        if (word.starts_with("--lang=")) {
            out.lang = word.substr(7);
        } else if (word == "--lang" && i + 1 < argc) {
            out.lang = argv[i + 1];
        }
    }
    if (out.lang != "zh" && out.lang != "en") {
        out.lang.clear();
    }
    return out;
}

Error usage_error(const CLI::ParseError& error) {
    const std::string said = error.what();
    const auto with = [&](const char* code, const std::string& subject) {
        return fail(code, subject, said, {subject});
    };
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        const std::string subject = said.substr(0, said.find(" is required"));
        return with("usage.required", subject);
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        const auto colon = said.find(": ");
        return with("usage.unknown", colon == said.npos ? said : said.substr(colon + 2));
    }
    if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr ||
        dynamic_cast<const CLI::ConversionError*>(&error) != nullptr ||
        dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return with("usage.value", said.substr(0, said.find(':')));
    }
    return fail("usage", {}, said);
}

std::vector<Verb> declare_verbs(CLI::App& app) {
    Declaring declare(app);
    add_devices(declare);
    add_people(declare);
    add_forms(declare);
    add_cases(declare);
    add_sync(declare);
    add_loads(declare);
    add_search(declare);
    add_acts(declare);
    add_warnings(declare);
    add_reviews(declare);
    return std::move(declare.verbs);
}

}  // namespace zj::app
