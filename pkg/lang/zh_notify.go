package lang

// zhNotify are the sentences of notices and of the channels that they take.
func zhNotify() map[string]string {
	return map[string]string{
		"--within: %s is less than no days":  "--within：%s 小于零天",
		"0 is what is due today":             "0 表示今天到期的",
		" → %s":                              " → %s",
		"%s did not get the message: %s":     "%s 没有收到消息：%s",
		"%s did not take the message: %s":    "%s 未接收消息：%s",
		"%s has a value that cannot be used": "%s 的值无法使用",
		"%s is not set":                      "没有设置 %s",
		"As of entry %s of the ledger %s. \"sc status\" shows what waits for you.": "截至账本 %[2]s 的条目 %[1]s。用“sc status”查看等您处理的事项。",
		"Due:":                                           "即将到期：",
		"Overdue:":                                       "已逾期：",
		"Service catalogue of %s: %s notices":            "%s服务目录：%s 条通知",
		"What happened:":                                 "新情况：",
		"a number from 1 to 65535":                       "1 到 65535 的数字",
		"an address that begins with https://":           "以 https:// 开头的地址",
		"an address, such as sc@example.com":             "邮件地址，如 sc@example.com",
		"check %s, and the safety settings of the robot": "请检查 %s 和机器人的安全设置",
		"docs/notify.md lists what each channel needs in the environment": "各渠道所需的环境变量见 docs/notify.zh.md",
		"it answered %s":        "对方应答 %s",
		"its answer is no JSON": "对方的应答不是 JSON",
		"reason: %s":            "原因：%s",
		"starttls or implicit; none for a server on this machine only": "starttls 或 implicit；只有本机的服务器可用 none",
		"the request cannot be made":                                   "无法生成请求",
		"the same command sends it again, with the same Message-ID":    "再次执行同一命令即可重发，Message-ID 不变",
		"there is news of our service catalogue.":                      "我方服务目录有以下情况。",
		"write: %s": "请写：%s",
	}
}

// zhTell are the sentences of the command that tells people.
func zhTell() map[string]string {
	return map[string]string{
		"%s %s: %s, by %s (%s)":                             "%s %s：%s，%s（%s）",
		"%s %s: the contract needs it":                      "%s %s：合同约定的期限",
		"%s %s: the design is due":                          "%s %s：设计期限",
		"%s %s: to be decided":                              "%s %s：待判断",
		"%s is of another history":                          "%s 属于另一段历史",
		"%s: a ruling on entries of the ledger, by %s (%s)": "%s：对账本条目的裁定，%s（%s）",
		"%s; it waits for %s now":                           "%s；现等待%s处理",
		"By mail each person gets a message of their own; wecom (企业微信), dingtalk (钉钉) and feishu (飞书) get one for the group. Servers, addresses and secrets come from the environment only (docs/notify.md). Nothing is remembered: the same command tells the same again, so give --since what was told last, which is printed at the end and is \"last\" in the JSON. Exit 2 where somebody did not get a message, 1 where the ledger is not good, 5 where that cannot be judged.": "邮件每人一封；wecom（企业微信）、dingtalk（钉钉）、feishu（飞书）发到群里一条。服务器、地址和密钥只从环境变量读取（docs/notify.zh.md）。不保存任何状态：同一命令会再次通知同样的内容，因此请把上次通知到的条目交给 --since，它在结束时显示，也是 JSON 中的 last。有人未收到消息时退出码为 2，账本核验不通过时为 1，无法判断时为 5。",
		"For CI and cron. --since tells what happened after a version, a revision or the entry with a number: each step to those it waits for now and to who asked, a version or an amendment to everybody with a role; nobody is told what they did themselves. --due tells what is overdue, or due within two days, to those it waits for. The ledger must be good, as \"sc verify\" finds it. Texts are in the organisation's main language, or that of --lang.":                  "供 CI 和定时任务使用。--since 通知某个版本、修订号或条目编号之后的新情况：每个步骤通知现在等待处理的人和提出人，版本发布和程序修订通知所有有角色的人；自己做的事不通知本人。--due 通知已逾期和两天内到期的事项，通知等待处理的人。账本须经“sc verify”核验无误。文本用组织的主要语言，或 --lang 指定的语言。",
		"Tell people what happened or is due":                                  "通知有关人员新情况和到期事项",
		"With --json: an object with since, last, via, sent, failed, notices.": "加 --json 输出一个对象，有 since、last、via、sent、failed、notices。",
		"\"sc list people\" shows them":                                        "“sc list people”列出人员",
		"give --since REV, --due, or both":                                     "请用 --since 修订号、--due，或两者都用",
		"name a revision of %s, or the entry that was told last":               "请指定 %s 上的修订号，或上次通知到的条目",
		"nothing to tell":                            "没有可通知的内容",
		"nobody is called %s, or has this role":      "没有叫 %s 的人员或角色",
		"nothing says what to tell":                  "没有说明要通知什么",
		"only for these people or roles":             "只通知这些人员或角色",
		"sent by %s: %s":                             "经 %s 发出：%s",
		"show what would be sent; send nothing":      "只显示将发送的内容，不发送",
		"the last one is %s":                         "最后一个条目是 %s",
		"the procedure was changed, by %s (%s)":      "程序已修订，%s（%s）",
		"there is no channel %s":                     "没有渠道 %s",
		"told up to entry %s; next time: --since %s": "已通知到条目 %s；下次用 --since %s",
		"version %s is published, effective from %s, with changes of %s services, by %s (%s)": "版本 %s 已发布，%s 起生效，变更服务 %s 项，%s（%s）",
		"what happened after this version, revision or entry number":                          "此版本、修订号或条目编号之后的新情况",
		"what is overdue, or due soon":                                                        "已逾期或即将到期的事项",
		"with --due: this many days ahead":                                                    "与 --due 同用：提前的天数",
	}
}
