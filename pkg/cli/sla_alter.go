package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// altered is what flags say of one service.
type altered func(*procedure.Agreed) error

// changes are what the flags say of each service.
func (o *slaOptions) changes(at *desk) (map[catalogue.ServiceID][]altered, error) {
	all := map[catalogue.ServiceID][]altered{}
	for _, h := range append(slices.Clone(o.hours), o.workload...) {
		given, value, ok := strings.Cut(h, "=")
		if !ok || strings.TrimSpace(value) == "" {
			return nil, fault(finding.Say("%s names no service, or nothing of it", h), finding.Say("write it as SERVICE=…"))
		}
		id, err := at.service(given)
		if err != nil {
			return nil, err
		}
		set := func(a *procedure.Agreed) error { a.Workload = catalogue.Text{Plain: value}; return nil }
		if slices.Contains(o.hours, h) {
			set = func(a *procedure.Agreed) error { a.Hours = otherHours(a.Hours, value); return nil }
		}
		all[id] = append(all[id], set)
	}
	for _, l := range o.levels {
		parts := strings.Split(l, ";")
		if len(parts) < 3 || len(parts) > 4 {
			return nil, fault(finding.Say("%q is no level", l), finding.Say("write it as \"SERVICE;metric;value\" or \"SERVICE;metric;priority;value\""))
		}
		id, err := at.service(strings.TrimSpace(parts[0]))
		if err != nil {
			return nil, err
		}
		all[id] = append(all[id], func(a *procedure.Agreed) error { return alterLevel(a, parts[1:]) })
	}
	return all, nil
}

// otherHours are hours of another pattern, in the same time zone.
func otherHours(was *catalogue.Hours, preset string) *catalogue.Hours {
	h := catalogue.Hours{Preset: catalogue.Preset(preset)}
	if was != nil && was.Preset == h.Preset {
		return was
	}
	if was != nil {
		h.TZ = was.TZ
	}
	return &h
}

// alterLevel gives a level that the entry has another value.
func alterLevel(a *procedure.Agreed, parts []string) error {
	field := "levels." + strings.TrimSpace(parts[0])
	if len(parts) == 3 {
		field += "." + strings.TrimSpace(parts[1])
	}
	given := strings.TrimSpace(parts[len(parts)-1])
	value, err := strconv.ParseFloat(given, 64)
	if err != nil && given != "-" {
		return fault(finding.Say("%q is no number", given), finding.Say("write the value in the unit that the entry has"))
	}
	var levels catalogue.List[catalogue.Level]
	found, known := false, []string{}
	for _, l := range a.Levels {
		known = append(known, strings.TrimPrefix(procedure.LevelField(l), "levels."))
		if procedure.LevelField(l) == field {
			if found = true; given == "-" {
				continue
			}
			l.Value = catalogue.Number(value)
		}
		levels = append(levels, l)
	}
	if !found {
		return fault(finding.Say("%s has no level %s", string(a.Service), strings.TrimPrefix(field, "levels.")), nearestOf(strings.TrimPrefix(field, "levels."), known))
	}
	a.Levels = levels
	return nil
}
