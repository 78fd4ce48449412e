package lang

// zhSite are the sentences of the web pages.
func zhSite() map[string]string {
	return map[string]string{
		"A service depends on those to the right of it.": "服务依赖其右侧的服务。",
		"All services":             "全部服务",
		"All services by category": "按类别查看全部服务",
		"As of version %s, in force from %s, signed by %s.": "截至版本 %s，自 %s 起生效，%s签发。",
		"Categories":                  "类别",
		"Dependencies":                "依赖关系",
		"Dependencies, as a table":    "依赖关系表",
		"Differences from version %s": "与版本 %s 的差异",
		"Every version of this catalogue, the newest first, and what each one changed.": "本目录的所有版本（最新的在前），以及各版本的变化。",
		"For the inside only":         "仅供内部",
		"How to check":                "如何核验",
		"How to check this":           "如何核验",
		"How to check this catalogue": "如何核验本目录",
		"In its place:":               "替代服务：",
		"It holds what was signed: the commit and the tag of this version, its manifest, and the services that are shown here. Download it and run:": "其中是被签名的内容：本版本的提交和标签、版本清单，以及这里显示的服务。下载后运行：",
		"Main menu":                      "主菜单",
		"No service depends on another.": "没有服务依赖其他服务。",
		"No service was found. Try fewer or other words.": "没有找到服务。请减少词语或换个说法。",
		"Open requests":            "未结需求",
		"Other versions":           "其他版本",
		"Search":                   "搜索",
		"Search for services":      "搜索服务",
		"Search needs JavaScript.": "搜索需要 JavaScript。",
		"Service catalogue":        "服务目录",
		"Service level requirements that are neither published nor closed, as the ledger has them now.": "账本中目前尚未发布也未关闭的服务水平需求。",
		"Services found: %s":  "找到服务：%s",
		"Skip to the content": "跳到正文",
		"The id of the ledger below is no proof as long as you know it from these pages alone: compare it with what its owner told you by another way.": "如果只是从这些网页得知下面的账本编号，它还不是证明：请与账本所有者通过其他途径告诉您的编号比对。",
		"There is no service in this version.": "本版本中没有服务。",
		"There is none.":                       "没有。",
		"These pages show version %s, which %s signed. They are a copy for reading; what counts is what was signed.":                                                                                                   "这些网页显示版本 %s，由%s签发。网页是供阅读的副本，以被签名的内容为准。",
		"This proves the signature and the bytes: who signed this version, and that the services are those that were signed. It does not prove that the procedure was followed; for that the whole history is needed.": "这证明签名和字节：谁签发了本版本，服务就是被签名的那些。这不证明程序得到遵守，那需要全部历史。",
		"This service is no longer offered.":    "本服务不再提供。",
		"What changed for customers":            "对客户有哪些变化",
		"What changed, and since which version": "从哪个版本起有什么变化",
		"What to compare":                       "需要比对的内容",
		"Whoever has a clone of the ledger can prove, offline, that this version came about by the procedure, and that what was decided is what was published:": "任何人只要有账本的克隆，就能离线证明本版本按程序产生，并且发布的就是所决定的内容：",
		"With the folder proof/ beside these pages":            "用网页旁的 proof/ 文件夹",
		"With the repository":                                  "用仓库",
		"Write into the field above what you are looking for.": "请在上方输入要找的内容。",
		"the service %s has an id that is no file name":        "服务 %s 的编号不能作文件名",
	}
}

// zhMake are the sentences of the commands that make and show web pages.
func zhMake() map[string]string {
	return map[string]string{
		"Make the web pages of a version": "生成一个版本的网页",
		"Makes web pages of one published version and of those before it, in Chinese and English, for customers or with --audience internal for the organisation's own people: services by category, a page for each, what each version changed, search. They are files that work from a folder as from any web server, ask nothing of anybody, and need JavaScript for the search alone. Only what a version holds goes out, never a draft, and only after the whole history was found good.": "为一个已发布的版本及其之前的版本生成中英文网页，给客户看，或用 --audience internal 给本组织人员看：按类别列出的服务、每项服务一页、各版本的变化、搜索。这些文件从文件夹直接打开或放到任何网站上都能用，不请求任何外部内容，只有搜索需要 JavaScript。只含版本中的内容，从不含草稿，并且先验证全部历史无误。",
		"DIR is made anew as a whole: it must be absent, empty, or hold nothing but what \"sc site\" made. The pages are built beside it, and take its place when they are complete. The same version gives the same bytes (docs/site.md).":                                                                                                                                                                                                                                                    "DIR 整个重新生成：它必须不存在、为空，或只含“sc site”生成的内容。网页先在旁边生成，完整后才取代它。同一版本生成的字节相同（见 docs/site.md）。",
		"%s lies in the folder of a catalogue":                   "%s 位于服务目录的文件夹中",
		"it is not said where the pages go":                      "没有指定网页写到哪里",
		"made %s: version %s, %s services, %s files":             "已生成 %s：版本 %s，%s 项服务，%s 个文件",
		"move it away, or name another folder":                   "请移走它，或指定其他文件夹",
		"name a folder: -o public":                               "请指定文件夹：-o public",
		"name another folder":                                    "请指定其他文件夹",
		"the folder %s cannot be written":                        "文件夹 %s 无法写入",
		"the folder %s holds %s, which \"sc site\" did not make": "文件夹 %s 中有 %s，不是“sc site”生成的",
		"the folder of the pages":                                "网页所在的文件夹",
		"would make %s: version %s, %s services, %s files":       "将生成 %s：版本 %s，%s 项服务，%s 个文件",
	}
}
