package lang

// zhBundle are the sentences of proofs that go out with a version.
func zhBundle() map[string]string {
	return map[string]string{
		"it is entry %s and not genesis":                                               "这是第 %s 个条目，不是创始条目",
		"it is not the manifest that the tag states":                                   "它不是标签所写的那份版本清单",
		"it is the step %s and publishes nothing":                                      "这是步骤 %s，没有发布任何版本",
		"name the folder that \"sc site\" made, or its folder proof":                   "请指明“sc site”生成的文件夹，或其中的 proof 文件夹",
		"nothing is known of who may sign: neither a ledger is pinned nor a key named": "无从得知谁有权签名：既没有固定账本，也没有指明公钥",
		"nothing says whose the key %s is: it is not the one that began the ledger":    "无法说明公钥 %s 属于谁：它不是开立账本的那把",
		"nothing says whose the key %s is: it is not the one that signed the version":  "无法说明公钥 %s 属于谁：它不是签发版本的那把",
		"the entry does not bring the version %s":                                      "该条目没有带来版本 %s",
		"the proof has no file %s":                                                     "证明材料中没有文件 %s",
		"the proof's file %s cannot be read":                                           "无法读取证明材料中的文件 %s",
		"the proof's file %s is larger than any of a ledger, or no file":               "证明材料中的 %s 超过账本允许的大小，或不是普通文件",
		"the tag %s is none of this ledger's":                                          "标签 %s 不属于此账本",
		"the tag %s is on another commit":                                              "标签 %s 指向另一个提交",
		"the version has no service %s":                                                "该版本没有服务 %s",
		"these are not the bytes that were signed":                                     "内容与签名时不一致",
		"without the manifest nothing binds the services to the version":               "没有版本清单，无法把这些服务与版本对应起来",
	}
}

// zhProven are what "sc verify --bundle" and the making of proofs say.
func zhProven() map[string]string {
	return map[string]string{
		"%s is nothing that a proof can lay open": "证明材料不能公开“%s”这样的内容",
		"It holds what was signed: the commit and the tag of this version, its manifest, and the services that are shown here.": "其中是经签名的内容：本版本的提交和标签、版本清单，以及此处展示的服务。",
		"It holds what was signed: the commit and the tag of this version, and its manifest.":                                   "其中是经签名的内容：本版本的提交和标签，以及版本清单。",
		"It holds what was signed: the commit and the tag of this version.":                                                     "其中是经签名的内容：本版本的提交和标签。",
		"The folder proof holds what was signed, for \"sc verify --bundle\". What was signed names every service and all its fields, so customers get of it only what tells nothing that they do not see; --proof lays open more, or nothing.": "文件夹 proof 存放经签名的内容，供“sc verify --bundle”核验。经签名的内容列有所有服务及其全部字段，因此给客户的只有不透露其不可见内容的部分；--proof 可以公开更多，或什么都不公开。",
		"the proof holds the signatures alone: the manifest names services that customers do not see (--proof manifest lays it open)":                                                                                                          "证明材料只含签名：版本清单列有客户看不到的服务（--proof manifest 可公开它）",
		"what to lay open of what was signed: %s":                    "公开哪些经签名的内容：%s",
		"%s as %s, as the signer wrote":                              "%s（%s），由签名者所写",
		"%s is no key and no fingerprint of one":                     "%s 既不是公钥，也不是公钥指纹",
		"%s of %s are in the proof, with the bytes that were signed": "证明材料含 %s 个（共 %s 个），内容与签名时一致",
		"--bundle DIR checks what \"sc site\" laid into the folder proof, with no repository and no Git: the signature of the version, its tag, its manifest and the services that are there, held against the ledger's id (--pin) or the signer's key (--signer). That proves signature and bytes, not the procedure.": "--bundle DIR 核验“sc site”放入 proof 文件夹的证明材料，不需要仓库，也不需要 Git：版本的签名、标签、版本清单以及其中的服务，并与账本指纹（--pin）或签名者的公钥（--signer）对照。这证明的是签名和内容，而不是程序。",
		"--signer is for --bundle": "--signer 只用于 --bundle",
		"Key":                      "公钥",
		"Vouched for by":           "担保",
		"What the proof shows":     "证明材料说明",
		"a bundle has no branches and no later entries":                                                           "证明材料没有分支，也没有后续条目",
		"ask the company for the fingerprint of the signer's key, on paper or by telephone: --signer SHA256:…":    "请向该公司索取签名者公钥的指纹（书面或电话）：--signer SHA256:…",
		"ask the company for the ledger's id, on paper or by telephone, never from the same page: --pin sha256:…": "请向该公司索取账本指纹（书面或电话，切勿取自同一网页）：--pin sha256:…",
		"cannot judge: the proof fits together, but nothing says whose key signed it":                             "无法判定：证明材料彼此吻合，但无法说明签名的公钥属于谁",
		"check the proof that came with a site, in this folder, without a repository":                             "核验此文件夹中随网站附带的证明材料，不需要仓库",
		"fingerprints are written as ssh-keygen -l writes them: SHA256: and 43 signs":                             "指纹按 ssh-keygen -l 的写法：SHA256: 加 43 个字符",
		"good: version %s was signed with this key, and what is in the proof is byte for byte what was signed":    "良好：版本 %s 由此公钥签名，证明材料的内容与签名时逐字节一致",
		"it is version %s, not %s":                             "这是版本 %s，不是 %s",
		"its publisher finishes it with \"sc publish\"":        "由其发布人用“sc publish”完成",
		"leave out --base, --head and --max-age, or --bundle":  "请去掉 --base、--head 和 --max-age，或去掉 --bundle",
		"not in the proof":                                     "不在证明材料中",
		"nothing does":                                         "没有",
		"the ledger's id: the same key signed its first entry": "账本指纹：同一把公钥签署了账本的第一个条目",
		"this proves signature and bytes, not the procedure: whether the signer was entitled then, and what was decided before, only the whole ledger shows (\"sc verify\" in a clone); nor that no later version exists": "这证明的是签名和内容，而不是程序：签名者当时是否有权、此前作过哪些决定，只有完整的账本才能说明（在克隆中运行“sc verify”）；也不能说明没有更新的版本",
		"version %s has no tag yet":                                        "版本 %s 还没有标签",
		"who may sign in a ledger, its procedure says":                     "账本中谁有权签名，由其程序规定",
		"with --bundle: the fingerprint of a key that you trust, SHA256:…": "配合 --bundle：您所信任的公钥指纹，SHA256:…",
		"you: --signer names this key":                                     "您本人：--signer 指明了这把公钥",
	}
}
