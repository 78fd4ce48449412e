package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
)

// dingtalk is 钉钉 (open.dingtalk.com, custom robots): the address is signed with the
// time in milliseconds. Somebody is called only by the field "at", which is not sent.
func dingtalk() robot {
	return robot{
		name: "钉钉", url: "SC_DINGTALK_URL", secret: "SC_DINGTALK_SECRET", limit: 8000, code: "errcode", escape: asItIs,
		wrap: func(text string) map[string]any {
			return map[string]any{"msgtype": "text", "text": map[string]any{"content": text}}
		},
		sign: func(s signing) {
			at := strconv.FormatInt(s.at.UnixMilli(), 10)
			s.query.Set("timestamp", at)
			s.query.Set("sign", signature(s.secret, at+"\n"+s.secret))
		},
	}
}

// signature is the HMAC-SHA256 of a text in base64.
func signature(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
