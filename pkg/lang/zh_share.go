package lang

// zhShare are the sentences about sharing a ledger with others.
func zhShare() map[string]string {
	return map[string]string{
		"interrupted while it was being shared; nothing was written here, and \"sc sync\" shows whether others have it": "共享过程中被中断；本机没有写入任何内容，可用 sc sync 查看其他人是否已经收到",
		"%s is recorded and shared (entry %s, commit %s)":                                                               "%s 已记录并共享（条目 %s，提交 %s）",
		"%s is now %s, and shared (entry %s, commit %s)":                                                                "%s 现在的状态：%s，已共享（条目 %s，提交 %s）",
		"%s changed since you decided: %s by %s":                                                                        "%s 在您作出决定之后已有变化：%s（%s）",
		"%s changed since you decided":                                                                                  "%s 在您作出决定之后已有变化",
		"look at it (sc show %s), and decide again":                                                                     "请先查看（sc show %s），再作决定",
		"the procedure's rules for %s changed since you decided: it has version %s now":                                 "在您作出决定之后，程序中关于“%s”的规则已有变化：现为第 %s 版",
		"look at them (sc procedure show), and decide again":                                                            "请先查看（sc procedure show），再作决定",
		"others have it, but it could not be laid into this work tree: %s":                                              "其他人已经收到，但未能写入本工作区：%s",
		"commit or take back what you changed, then: git pull --ff-only":                                                "请提交或撤回您的改动，然后执行：git pull --ff-only",
		"it waits on this machine until \"sc sync\" shares it":                                                          "它暂存在本机，由 sc sync 共享",
		"keep it on this machine; \"sc sync\" shares it later":                                                          "只保存在本机，以后由 sc sync 共享",
		"share commits of drafts that only this branch has, too":                                                        "把只有本分支才有的草稿提交也一并共享",
		"your %s and %s have parted: each has what the other lacks":                                                     "您的 %s 与 %s 已分叉：各有对方没有的提交",
		"\"sc sync\" puts the entries that wait here behind those of the others":                                        "sc sync 把暂存在这里的条目排到其他人的条目之后",
		"only drafts wait here: git pull --no-rebase joins them":                                                        "这里只有草稿：git pull --no-rebase 可以合并",
		"commits of drafts that %s does not have would be shared along with the entry: %s":                              "%s 没有的草稿提交会随条目一并共享：%s",
		"--with-drafts shares them too; or move them to a branch of their own":                                          "加 --with-drafts 一并共享；或者把它们移到单独的分支",
		"share these drafts too, which %s does not have: %s?":                                                           "%s 没有这些草稿，是否一并共享：%s？",
		"it has parted from %s (ahead by %s, behind by %s): sc sync":                                                    "与 %s 已分叉（超前 %s 个提交，落后 %s 个）：sc sync",
		"ahead of %s by %s: sc sync":                                                                                    "比 %s 超前 %s 个提交：sc sync",
		"behind %s by %s: sc sync":                                                                                      "比 %s 落后 %s 个提交：sc sync",
		"%s entries wait on this machine to be shared: sc sync":                                                         "本机有 %s 个条目等待共享：sc sync",
		"Share the entries that wait here, and take in what others have shared":                                         "共享本机暂存的条目，并收取其他人共享的内容",
		"One signs one's own entries only: what somebody else recorded on this machine waits for them.":                 "每人只能签署自己的条目：其他人在本机记录的条目由其本人共享。",
		"%s follows no other repository's branch":                                                                       "%s 没有跟踪其他仓库的分支",
		"name one (git remote add origin URL) and share it: git push -u origin %s":                                      "请指定一个（git remote add origin 网址）并共享：git push -u origin %s",
		"%s is not shared: %s": "%s 未能共享：%s",
		"it is kept at %s: look at it (git show %s), and take the step again if you still want to": "它保存在 %s：请查看（git show %s），如仍需要请重新操作",
		"%s is now %s (entry %s), shared": "%s 现为 %s（条目 %s），已共享",
		"%s is shared (entry %s)":         "%s 已共享（条目 %s）",
		"up to date with %s":              "与 %s 一致",
		"a version is published on all that was decided before it: publish again":    "版本以此前的全部决定为依据：请重新发布",
		"a ruling is on what stood before it: rule again":                            "裁定针对此前的状态：请重新裁定",
		"it changes what stood in %s before":                                         "它改动了 %s 中原有的内容",
		"%s signed it, and only they can do so again: let them run \"sc sync\" here": "它由 %s 签署，只有本人能重新签署：请其在此执行 sc sync",
		"others changed %s meanwhile":                                                "其他人在此期间改动了 %s",
		"%s is no ordinary file":                                                     "%s 不是普通文件",
		"Fetches, takes in what others have shared, and pushes the entries that were recorded with --offline. Where others were first, those are built and signed anew behind theirs: a requirement may get another number, and a step on a record that changed meanwhile is set aside, since whoever took it has not seen that.": "先取回并收取其他人共享的内容，再推送用 --offline 记录的条目。如果其他人在先，这些条目会在其后重新生成并签署：服务水平需求可能改用新的编号；所依据的记录在此期间有变化的步骤会被搁置，因为操作者没有看到该变化。",
	}
}

// zhNetwork are those about what keeps other repositories from it.
func zhNetwork() map[string]string {
	return map[string]string{
		"git failed at %s: %s":                                                                         "git 与 %s 通信失败：%s",
		"try it with git alone: git fetch %s, git push %s":                                             "请单用 git 试一试：git fetch %s，git push %s",
		"somebody else wrote to %s at the same time: %s":                                               "其他人同时写入了 %s：%s",
		"%s takes no push to a protected branch: %s":                                                   "%s 不接受向受保护分支的推送：%s",
		"%s has a tag of that name already: %s":                                                        "%s 已有同名标签：%s",
		"look at it: git ls-remote --tags; a version's tag is never moved":                             "请查看：git ls-remote --tags；版本标签从不移动",
		"%s refused it: %s":                                                                            "%s 拒绝接收：%s",
		"that is its own reason; nothing was written, here or there":                                   "以上是对方给出的原因；两边都没有写入任何内容",
		"--offline records it on this machine; \"sc sync\" shares it later":                            "加 --offline 先记录在本机，以后用 sc sync 共享",
		"%s cannot be reached: %s":                                                                     "无法连接 %s：%s",
		"%s shows a key that this machine does not know: %s":                                           "%s 出示的主机密钥本机不认识：%s",
		"connect once by hand and compare its fingerprint":                                             "请先手工连接一次，并核对其指纹",
		"%s does not let you in: %s":                                                                   "%s 不允许您访问：%s",
		"see whether git itself may: git ls-remote; then check your key or password, and who may push": "请先确认 git 本身能否访问：git ls-remote；再检查密钥或口令，以及谁有推送权限",
		"%s is no repository that can be found: %s":                                                    "找不到仓库 %s：%s",
		"see where it points to: git remote -v":                                                        "请查看它指向哪里：git remote -v",
		"let the people of the procedure push to it, or keep the ledger on a branch of its own (ledger.branch in procedure.yaml); or record it with --offline, push that to another branch and have it merged by a merge commit or a fast-forward, never squashed or rebased": "请允许程序中的人员推送到该分支，或者把账本放在单独的分支（procedure.yaml 的 ledger.branch）；也可以用 --offline 记录，推送到另一个分支，再以合并提交或快进方式合并，不能压缩（squash）或变基（rebase）",
	}
}
