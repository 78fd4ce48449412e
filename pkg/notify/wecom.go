package notify

// wecom is 企业微信 (developer.work.weixin.qq.com/document/path/91770): texts of at most
// 2048 bytes, in which "<@name>" calls somebody.
func wecom() robot {
	return robot{
		name: "企业微信", url: "SC_WECOM_URL", limit: 2048, code: "errcode", escape: unmarked,
		wrap: func(text string) map[string]any {
			return map[string]any{"msgtype": "text", "text": map[string]any{"content": text}}
		},
	}
}
