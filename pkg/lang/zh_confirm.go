package lang

// zhConfirm are the sentences about confirmations of minutes and approvals of
// amendments.
func zhConfirm() map[string]string {
	return map[string]string{
		"the entry says %s, but it brings a confirmation":                                          "条目写的是 %s，却带来了确认",
		"a confirmation is one new record, which never changes":                                    "一次确认就是一份新记录，且不得更改",
		"it confirms %s, the minutes are %s":                                                       "它确认的是 %s，会议纪要是 %s",
		"%s signed the minutes; others who were there confirm them":                                "会议纪要由%s签署；须由其他到会的人确认",
		"by the minutes %s was not there":                                                          "按会议纪要，%s没有到会",
		"%s has confirmed these minutes already":                                                   "%s已经确认过这份会议纪要",
		"\"sc show %s\" shows who confirmed them":                                                  "“sc show %s”显示由谁确认",
		"the minutes of %s still need the confirmation of %s":                                      "%s 的会议纪要还需要%s确认",
		"the minutes of %s have %s confirmations, the procedure asks for %s":                       "%s 的会议纪要有 %s 人确认，程序要求 %s 人",
		"too few were there to confirm it: propose the design again, and hold another review":      "到会的人太少，无法确认：请重新提交设计，另开一次评审会议",
		"%s can confirm them: sc confirm %s":                                                       "%s可以确认：sc confirm %s",
		"minutes need %s confirmations, but beside who records them only %s have a role and a key": "会议纪要需要 %s 人确认，但除记录人外，有角色和密钥的只有 %s 人",
		"nobody has the role %s and a key, and every review needs their signed vote":               "没有人既担任%s又有密钥，而每次评审都需要其签名的表决",
		"the quorum is %s, but only %s can decide in a review and have a key to sign their vote":   "法定人数为 %s，而能参加评审表决且有密钥签名的只有 %s 人",
		"it approves an amendment of version %s of the procedure, version %s is in force":          "它批准的是对程序第 %s 版的修订，现行的是第 %s 版",
		"propose it again on the version in force":                                                 "请在现行版本上重新提出",
		"%s has approved this amendment already":                                                   "%s已经批准过这次修订",
		"this text was proposed before; only the proposal brings it":                               "该文本此前已经提出；只有提出修订的那一份确认带有文本",
		"it approves %s, but brings no such text":                                                  "它批准的是 %s，却没有带来该文本",
		"an amendment needs the approval of %s people, this one has that of %s":                    "修订程序需要 %s 人批准，这次修订有 %s 人批准",
		"\"sc amend --list\" shows the proposals and who approved them":                            "“sc amend --list”列出所提修订及批准人",
		"%s can approve it; \"sc amend --list\" shows the proposals":                               "%s可以批准；“sc amend --list”列出所提修订",
		"an amendment needs the approval of %s people, but only %s who have a key may amend":       "修订程序需要 %s 人批准，但有权修订且有密钥的只有 %s 人",
		"every amendment needs all who may amend: %s; one lost key locks them out":                 "每次修订都需要全部有权修订的人：%s；丢失一个密钥就无法再修订",
		"it needed a confirmation that is in dispute":                                              "它所需要的一次确认有争议",
	}
}
