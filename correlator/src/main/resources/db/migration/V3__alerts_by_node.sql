-- Health asks again and again which alerts fire on some nodes.
create index alert_by_node on alert (tenant, node) where node <> '';
