package main

import "slices"

// later are the histories of a company that went on from the state passed.
func later(key func(string) string) map[string][][]string {
	pub := func(p string) string { return key(p) + ".pub" }
	released := [][]string{{"zhang.wei", "publish", "--yes"}}
	return map[string][][]string{
		"released": released,
		"reviewed": append(slices.Clone(released),
			[]string{"zhang.wei", "person", "add", "zhao.min", "--name", "赵敏", "--email", "zhao.min@yunmai.example", "--role", "ops_lead", "--key", pub("zhao.min")},
			[]string{"zhao.min", "periodic-review", "start", "--service", "svc-db-ops", "--service", "svc-desktop"},
			[]string{"zhao.min", "periodic-review", "verdict", "svc-db-ops", "--confirm"},
			[]string{"zhao.min", "periodic-review", "verdict", "svc-desktop", "--retire", "-m", "x"},
			[]string{"zhao.min", "periodic-review", "close"},
			[]string{"zhang.wei", "approve", "3", "--business-need", "x", "--company-situation", "y"},
			[]string{"zhang.wei", "person", "key", "revoke", "zhao.min", "--key", pub("zhao.min"), "--from-entry", "12", "-m", "被盗", "--yes"},
			[]string{"zhang.wei", "void", "12", "-m", "x", "--yes"},
			[]string{"zhang.wei", "void", "13", "-m", "x", "--yes"},
			[]string{"zhang.wei", "periodic-review", "start", "--service", "svc-desktop"},
			[]string{"zhang.wei", "periodic-review", "verdict", "svc-desktop", "--split", "-m", "x"},
			[]string{"zhang.wei", "periodic-review", "close"},
		),
		"lent": {
			{"zhang.wei", "delegate", "ops_lead", "--to", "wang.fang", "--until", "2026-03-05", "-m", "x"},
			{"wang.fang", "publish", "--yes"},
			{"li.na", "delegate", "market_manager", "--to", "wang.fang"},
			{"li.na", "request", "--title", "下线", "--source", "internal"},
			{"wang.fang", "approve", "3", "--business-need", "x", "--company-situation", "y"},
			{"wang.fang", "design", "3", "--retire", "svc-av-standalone", "--no-editor"},
			{"wang.fang", "propose", "3"},
			{"wang.fang", "review", "3", "--pass", "--attendee", "zhang.wei", "--attendee", "wang.fang"},
			{"zhang.wei", "publish", "--yes", "--change-ref", "CHG-1"},
			{"wang.fang", "delegate", "ops_lead", "--to", "wang.fang", "--end"},
			{"zhang.wei", "delegate", "market_manager", "--to", "wang.fang", "--end"},
		},
		"lent away": {
			{"zhang.wei", "person", "add", "zhao.min", "--name", "赵敏", "--email", "zhao.min@yunmai.example", "--role", "ops_lead", "--key", pub("zhao.min")},
			{"zhao.min", "delegate", "ops_lead", "--to", "wang.fang"},
			{"li.na", "request", "--title", "三", "--source", "internal"},
			{"li.na", "request", "--title", "四", "--source", "internal"},
			{"wang.fang", "approve", "3", "--business-need", "x", "--company-situation", "y"},
			{"wang.fang", "approve", "4", "--business-need", "x", "--company-situation", "y"},
			{"wang.fang", "note", "3", "-m", "x"},
			{"zhang.wei", "person", "key", "revoke", "zhao.min", "--key", pub("zhao.min"), "--from-entry", "11", "-m", "被盗", "--yes"},
			{"zhang.wei", "void", "14", "-m", "x", "--yes"},
			{"zhang.wei", "ratify", "15", "-m", "x", "--yes"},
		},
		"lent and settled": {
			{"zhang.wei", "person", "add", "zhao.min", "--name", "赵敏", "--email", "zhao.min@yunmai.example", "--role", "ops_lead", "--key", pub("zhao.min")},
			{"zhao.min", "delegate", "ops_lead", "--to", "wang.fang"},
			{"li.na", "request", "--title", "三", "--source", "internal"},
			{"wang.fang", "approve", "3", "--business-need", "x", "--company-situation", "y"},
			{"zhang.wei", "person", "key", "revoke", "zhao.min", "--key", pub("zhao.min"), "--from-entry", "11", "-m", "被盗", "--yes"},
			{"zhang.wei", "delegate", "ops_lead", "--to", "wang.fang", "--end"},
			{"zhang.wei", "void", "11", "-m", "x", "--yes"},
			{"zhang.wei", "void", "13", "-m", "x", "--yes"},
		},
		"stolen": {
			{"zhang.wei", "person", "add", "zhao.min", "--name", "赵敏", "--email", "zhao.min@yunmai.example", "--role", "ops_lead", "--key", pub("zhao.min")},
			{"zhao.min", "person", "add", "chen.jie", "--name", "陈洁", "--email", "chen.jie@yunmai.example", "--role", "ops_lead", "--key", pub("stranger")},
			{"stranger", "publish", "--yes"},
			{"wang.fang", "request", "--title", "王芳的需求", "--source", "internal"},
			{"stranger", "approve", "3", "--business-need", "x", "--company-situation", "y"},
			{"stranger", "note", "3", "-m", "x"},
			{"zhang.wei", "person", "key", "revoke", "zhao.min", "--key", pub("zhao.min"), "--from-entry", "11", "-m", "被盗", "--yes"},
		},
		"eventful": append(released,
			[]string{"zhang.wei", "person", "add", "zhao.min", "--name", "赵敏", "--email", "zhao.min@yunmai.example", "--role", "ops_lead", "--key", pub("zhao.min")},
			[]string{"wang.fang", "request", "--title", "驻场", "--customer", "华岭市人民医院", "--words", "要人", "--service", "svc-db-ops", "--raised-by", "王芳"},
			[]string{"li.na", "note", "3", "-m", "第一行\n第二行", "--attach", "catalogue/procedure.yaml"},
			[]string{"zhang.wei", "reject", "3", "-m", "没有人手", "--yes"},
			[]string{"li.na", "request", "--title", "下线", "--source", "internal"},
			[]string{"zhang.wei", "approve", "4", "--business-need", "x", "--company-situation", "y"},
			[]string{"li.na", "design", "4", "--retire", "svc-av-standalone", "--no-editor"},
			[]string{"li.na", "propose", "4"},
			[]string{"li.na", "review", "4", "--pass", "--attendee", "zhang.wei", "--attendee", "li.na"},
			[]string{"zhao.min", "publish", "--yes", "--change-ref", "CHG-1"},
			[]string{"zhang.wei", "person", "key", "add", "li.na", "--key", pub("stranger")},
			[]string{"wang.fang", "request", "--title", "五", "--source", "internal"},
			[]string{"wang.fang", "request", "--title", "六", "--source", "internal"},
			[]string{"zhang.wei", "approve", "5", "6", "--business-need", "x", "--company-situation", "y"},
			[]string{"li.na", "note", "5", "-m", "x"},
			[]string{"zhang.wei", "person", "key", "revoke", "wang.fang", "--key", pub("wang.fang"), "--from-entry", "21", "-m", "被盗", "--yes"},
			[]string{"zhang.wei", "void", "22", "-m", "x", "--yes"},
			[]string{"zhang.wei", "ratify", "21", "-m", "x", "--yes"},
			[]string{"zhang.wei", "void", "23", "-m", "x", "--yes"},
		),
	}
}

func goodHistories() (all []past) {
	for _, state := range []string{"", "published", "requested", "approved", "proposed", "passed", "released", "reviewed", "eventful", "lent", "lent and settled"} {
		all = append(all, past{"good: " + state, state, func(*workshop) {}})
	}
	return all
}
