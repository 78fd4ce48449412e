package lang

// zhSearch are the sentences about finding services and what they cover.
func zhSearch() map[string]string {
	return map[string]string{
		"Anyone of the procedure logs a service level requirement (SLR): from a file, from flags, or both (flags win). It says first what the catalogue already covers, and the gap field by field, and keeps that answer with it; whether a service covers it, a person decides (\"sc close\"). It prints the id. With --check it logs nothing and needs no key: it ranks the services that cover what is asked, and those that are near by their words.": "程序中的任何人都可以提出服务水平需求（SLR）：来自文件、选项或两者（以选项为准）。先逐字段说明目录已覆盖哪些内容、差距在哪里，并把这一结果记入需求；是否算作已覆盖，由人决定（“sc close”）。然后输出编号。加 --check 则不记录，也不需要密钥：按覆盖程度列出服务，以及字面上相近的服务。",
		"only say what the catalogue covers, and the gap; log nothing": "只说明目录已覆盖的内容和差距，不记录",
		"log it without --check":      "不加 --check 直接提出即可",
		"what is asked, number %s":    "第 %s 项需求内容",
		"Met":                         "满足",
		"Asked":                       "要求",
		"The catalogue has":           "目录提供的内容",
		"no service covers any of it": "没有服务能满足其中任何一点",
		"near by its words; a person must say whether it fits": "字面上相近的服务，是否合适需人工判断",
		"%s of %s":                "%s/%s",
		"  near by its words: %s": "  字面上相近：%s",
		"Find services by words, Chinese or English": "按中文或英文词语查找服务",
		"Finds services by words of what they say to customers, of their id and code, and of their tags, which are synonyms that they go by. At least half of the words (of Chinese: pairs of characters) must be there; the best come first. It looks into the ledger branch, or a version with --at; internal notes are not searched. With --json: an array of objects with id, code, name, summary, category, lifecycle, visibility, score, terms.": "按服务面向客户的内容、编号、编码以及标签（服务的同义词）查找。至少要有一半的词语（中文为相邻两字）出现，最相近的在前。查找账本分支上的服务，或用 --at 指定版本；不查找内部说明。加 --json 输出对象数组，含 id、code、name、summary、category、lifecycle、visibility、score、terms。",
		"this many at most; 0 is all": "最多显示这么多，0 为全部",
		"Summary":                     "简介",
		"no service has these words":  "没有服务含有这些词语",
	}
}
