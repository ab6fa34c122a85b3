-- Whether users need a PrivateMapKey, as the operator wants it; null as the configuration has it.
alter table application_settings add column permission_control boolean;
