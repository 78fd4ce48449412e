package lang

// zhSearch are the sentences about finding services and what they cover.
func zhSearch() map[string]string {
	return map[string]string{
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
