package notify

import "strconv"

// feishu is 飞书 (open.feishu.cn, custom robots): the body is signed with the time in
// seconds, the time and the secret being the key, over nothing. "<at …>" calls somebody.
func feishu() robot {
	return robot{
		name: "飞书", url: "SC_FEISHU_URL", secret: "SC_FEISHU_SECRET", limit: 8000, code: "code", escape: unmarked,
		wrap: func(text string) map[string]any {
			return map[string]any{"msg_type": "text", "content": map[string]any{"text": text}}
		},
		sign: func(s signing) {
			at := strconv.FormatInt(s.at.Unix(), 10)
			s.payload["timestamp"] = at
			s.payload["sign"] = signature(at+"\n"+s.secret, "")
		},
	}
}
