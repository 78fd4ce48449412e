package lang

// zhKeys are the sentences about keys that change, are lost or stolen.
func zhKeys() map[string]string {
	return map[string]string{
		"Whoever may amend gives a person one more key; from the next entry on they may sign with either. To change a key without a gap: add the new one, sign with it, retire the old one. A key belongs to one person for ever.": "有权修订程序的人为某人增加一个密钥；从下一条目起，两个密钥都可用来签名。要不间断地更换密钥：先添加新密钥，用它签名，再停用旧密钥。一个密钥永远只属于一个人。",
		"Whoever may amend takes a key of a person away. What it signed before stays good. It may come back for the same person, never for another.":                                                                               "有权修订程序的人停用某人的一个密钥。它此前签署的内容依然有效。它可以再登记给同一人，绝不能登记给别人。",
		"no procedure ever knew the key that signed it":                                                               "签名所用的密钥从未登记在任何程序中",
		"its key is no key of %s since they published it":                                                             "签名所用的密钥，自 %s 发布该版本起就不是其密钥",
		"it is signed neither by %s, who published it, nor for them since they have no key left":                      "它既不是由发布人 %s 签名，也不是在发布人已无密钥之后代其签名",
		"version %s has no tag yet; %s, who published it, has no key any more, so only who may publish can sign that": "版本 %s 还没有标签；发布人 %s 已没有密钥，只有有权发布的人能签名",
		"nothing says which key it is":                                                                                "没有说明是哪个密钥",
		"give the .pub file, or the line in it: --key KEY":                                                            "请给出 .pub 文件，或其中那一行：--key KEY",
		"let them run \"sc key prove --person %s\", and give the line with --proof":                                   "请其运行“sc key prove --person %s”，并用 --proof 给出那一行",
	}
}
