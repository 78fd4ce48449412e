package lang

// zhOutfit are the sentences about what surrounds a catalogue: files for forges and
// editors.
func zhOutfit() map[string]string {
	return map[string]string{
		"--ci writes what a forge needs to check the catalogue: a workflow that verifies each push and each pull request, CODEOWNERS with the people of the procedure, a template of pull requests. --editor writes settings, schemas and snippets for VS Code. Both work on a catalogue that is there already, too. No file is overwritten, and nothing of it is committed: look at the files, then commit them with git.": "--ci 生成托管平台检查目录所需的文件：核验每次推送和每个合并请求的工作流，列出程序中人员的 CODEOWNERS，合并请求模板。--editor 生成 VS Code 的设置、模式和代码片段。两者也可用于已有的目录。绝不覆盖任何文件，也不提交：请看过之后用 git 提交。",
		"write the files with which a forge checks the catalogue: github, gitlab or gitea (Forgejo too)": "生成托管平台检查目录所用的文件：github、gitlab 或 gitea（也适用于 Forgejo）",
		"write settings, schemas and snippets for VS Code":                                               "生成 VS Code 的设置、模式和代码片段",
		"the branch %s cannot be named in a workflow":                                                    "分支 %s 不能写进工作流",
		"write the workflow by hand, by docs/forges.md":                                                  "请按 docs/forges.zh.md 手写工作流",
		"this sc is no release (%s): the workflow takes the newest of main; name a release in it":        "当前的 sc 不是正式版本（%s）：工作流取 main 的最新版；请在其中写明一个正式版本",
		"put it right, or move it away; nothing was written":                                             "请改正或移走它；未写入任何内容",
		"%s cannot be written: %s":                                                                       "%s 无法写入：%s",
		"would be written":                                                                               "将要写入",
		"was written":                                                                                    "已写入",
		"the schemas would be put in; all else would stay":                                               "将加入模式，其余内容不动",
		"the schemas were put in; all else stayed":                                                       "已加入模式，其余内容未动",
		"is there already":                                                                               "已存在，内容相同",
		"is yours and was left as it is":                                                                 "是您的文件，未改动",
		"the forge begins to read at %s, which is yours: add these lines to it, to its own include if it has one:":    "托管平台从 %s 开始读取，而它是您的文件：请加入以下各行；其中已有 include 时，合并到该处：",
		"%s cannot be read: %s in it is no object in braces":                                                          "%s 无法读取：其中的 %s 不是花括号中的对象",
		"%s cannot be read: it is no object in braces":                                                                "%s 无法读取：其内容不是花括号中的对象",
		"%s cannot be read: it ends in line %s, column %s, before it is complete":                                     "%s 无法读取：内容不完整，到第 %s 行第 %s 列就结束了",
		"%s cannot be read: it is nested too deep in line %s, column %s":                                              "无法读取 %s：第 %s 行第 %s 列嵌套过深",
		"%s cannot be read: line %s, column %s is not JSON":                                                           "%s 无法读取：第 %s 行第 %s 列不是 JSON",
		"they are files of yours and no part of the ledger: look at them, then commit them: git add %s && git commit": "它们是您的文件，不属于账本：看过之后请提交：git add %s && git commit",
	}
}
