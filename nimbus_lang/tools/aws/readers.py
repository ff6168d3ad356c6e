"""How to ask AWS whether one thing that terraform made is there: one line for each terraform type.

`@name` stands for an attribute of the resource in terraform's state. Lines ask by identifier, never by a filter; where only
a list can be had, the thing is the item whose members are those attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reader:
    """One call: the service and operation of boto3, its arguments, where in the answer the thing is.

    `status` is where it says how it is (both are JMESPath); `ready` are the statuses of one that is finished,
    empty if it has none. With `where`, `thing` is a list, and the item with these members is meant (those whose
    attribute is empty do not matter). `stays`: a destroy only lets go of it, as of a VPC's default security group.
    """

    service: str
    operation: str
    arguments: Mapping[str, Any]
    thing: str
    status: str = ""
    ready: tuple[str, ...] = field(default=())
    where: Mapping[str, str] = field(default_factory=dict)
    stays: bool = False


GONE = (
    "deleted",
    "deleting",
    "terminated",
    "shutting-down",
    "Deleting",
    "DELETED",
    "DELETING",
    "inactive",
    "INACTIVE",
    "PendingDeletion",
)
"""Statuses of what is as good as not there."""

_EC2_STATE, _UP = "State", ("available",)
_ACTIVE = ("ACTIVE",)
_RDS = ("available", "backing-up", "modifying", "configuring-enhanced-monitoring")
_ROUTE = {"DestinationCidrBlock": "@destination_cidr_block", "DestinationIpv6CidrBlock": "@destination_ipv6_cidr_block", "DestinationPrefixListId": "@destination_prefix_list_id"}  # fmt: skip
_ATTACHED = {"PolicyArn": "@policy_arn"}

READERS: Mapping[str, Reader] = {
    "aws_vpc": Reader("ec2", "describe_vpcs", {"VpcIds": ["@id"]}, "Vpcs[0]", _EC2_STATE, _UP),
    "aws_subnet": Reader("ec2", "describe_subnets", {"SubnetIds": ["@id"]}, "Subnets[0]", _EC2_STATE, _UP),
    "aws_internet_gateway": Reader("ec2", "describe_internet_gateways", {"InternetGatewayIds": ["@id"]}, "InternetGateways[0]"),
    "aws_nat_gateway": Reader("ec2", "describe_nat_gateways", {"NatGatewayIds": ["@id"]}, "NatGateways[0]", _EC2_STATE, _UP),
    "aws_eip": Reader("ec2", "describe_addresses", {"AllocationIds": ["@id"]}, "Addresses[0]"),
    "aws_route_table": Reader("ec2", "describe_route_tables", {"RouteTableIds": ["@id"]}, "RouteTables[0]"),
    "aws_route": Reader("ec2", "describe_route_tables", {"RouteTableIds": ["@route_table_id"]}, "RouteTables[0].Routes", "State", ("active",), _ROUTE),
    "aws_route_table_association": Reader("ec2", "describe_route_tables", {"RouteTableIds": ["@route_table_id"]}, "RouteTables[0].Associations", where={"RouteTableAssociationId": "@id"}),
    "aws_main_route_table_association": Reader("ec2", "describe_route_tables", {"RouteTableIds": ["@route_table_id"]}, "RouteTables[0].Associations", where={"RouteTableAssociationId": "@id"}),
    "aws_default_security_group": Reader("ec2", "describe_security_groups", {"GroupIds": ["@id"]}, "SecurityGroups[0]", stays=True),
    "aws_default_route_table": Reader("ec2", "describe_route_tables", {"RouteTableIds": ["@id"]}, "RouteTables[0]", stays=True),
    "aws_default_network_acl": Reader("ec2", "describe_network_acls", {"NetworkAclIds": ["@id"]}, "NetworkAcls[0]", stays=True),
    "aws_default_vpc": Reader("ec2", "describe_vpcs", {"VpcIds": ["@id"]}, "Vpcs[0]", _EC2_STATE, _UP, stays=True),
    "aws_default_subnet": Reader("ec2", "describe_subnets", {"SubnetIds": ["@id"]}, "Subnets[0]", _EC2_STATE, _UP, stays=True),
    "aws_security_group": Reader("ec2", "describe_security_groups", {"GroupIds": ["@id"]}, "SecurityGroups[0]"),
    "aws_vpc_security_group_ingress_rule": Reader("ec2", "describe_security_group_rules", {"SecurityGroupRuleIds": ["@id"]}, "SecurityGroupRules[0]"),
    "aws_vpc_security_group_egress_rule": Reader("ec2", "describe_security_group_rules", {"SecurityGroupRuleIds": ["@id"]}, "SecurityGroupRules[0]"),
    "aws_network_acl": Reader("ec2", "describe_network_acls", {"NetworkAclIds": ["@id"]}, "NetworkAcls[0]"),
    "aws_vpc_endpoint": Reader("ec2", "describe_vpc_endpoints", {"VpcEndpointIds": ["@id"]}, "VpcEndpoints[0]", _EC2_STATE, ("available", "Available")),
    "aws_flow_log": Reader("ec2", "describe_flow_logs", {"FlowLogIds": ["@id"]}, "FlowLogs[0]"),
    "aws_network_interface": Reader("ec2", "describe_network_interfaces", {"NetworkInterfaceIds": ["@id"]}, "NetworkInterfaces[0]"),
    "aws_instance": Reader("ec2", "describe_instances", {"InstanceIds": ["@id"]}, "Reservations[0].Instances[0]", "State.Name", ("running",)),
    "aws_launch_template": Reader("ec2", "describe_launch_templates", {"LaunchTemplateIds": ["@id"]}, "LaunchTemplates[0]"),
    "aws_key_pair": Reader("ec2", "describe_key_pairs", {"KeyNames": ["@key_name"]}, "KeyPairs[0]"),
    "aws_ebs_volume": Reader("ec2", "describe_volumes", {"VolumeIds": ["@id"]}, "Volumes[0]", _EC2_STATE, ("available", "in-use")),
    "aws_autoscaling_group": Reader("autoscaling", "describe_auto_scaling_groups", {"AutoScalingGroupNames": ["@name"]}, "AutoScalingGroups[0]"),
    "aws_eks_cluster": Reader("eks", "describe_cluster", {"name": "@name"}, "cluster", "status", _ACTIVE),
    "aws_eks_node_group": Reader("eks", "describe_nodegroup", {"clusterName": "@cluster_name", "nodegroupName": "@node_group_name"}, "nodegroup", "status", _ACTIVE),
    "aws_eks_addon": Reader("eks", "describe_addon", {"clusterName": "@cluster_name", "addonName": "@addon_name"}, "addon", "status", _ACTIVE),
    "aws_eks_access_entry": Reader("eks", "describe_access_entry", {"clusterName": "@cluster_name", "principalArn": "@principal_arn"}, "accessEntry"),
    "aws_eks_access_policy_association": Reader("eks", "list_associated_access_policies", {"clusterName": "@cluster_name", "principalArn": "@principal_arn"}, "associatedAccessPolicies", where={"policyArn": "@policy_arn"}),
    "aws_eks_pod_identity_association": Reader("eks", "describe_pod_identity_association", {"clusterName": "@cluster_name", "associationId": "@association_id"}, "association"),
    "aws_db_instance": Reader("rds", "describe_db_instances", {"DBInstanceIdentifier": "@identifier"}, "DBInstances[0]", "DBInstanceStatus", _RDS),
    "aws_rds_cluster": Reader("rds", "describe_db_clusters", {"DBClusterIdentifier": "@cluster_identifier"}, "DBClusters[0]", "Status", _RDS),
    "aws_rds_cluster_instance": Reader("rds", "describe_db_instances", {"DBInstanceIdentifier": "@identifier"}, "DBInstances[0]", "DBInstanceStatus", _RDS),
    "aws_db_subnet_group": Reader("rds", "describe_db_subnet_groups", {"DBSubnetGroupName": "@name"}, "DBSubnetGroups[0]"),
    "aws_db_parameter_group": Reader("rds", "describe_db_parameter_groups", {"DBParameterGroupName": "@name"}, "DBParameterGroups[0]"),
    "aws_elasticache_replication_group": Reader("elasticache", "describe_replication_groups", {"ReplicationGroupId": "@id"}, "ReplicationGroups[0]", "Status", ("available",)),
    "aws_elasticache_subnet_group": Reader("elasticache", "describe_cache_subnet_groups", {"CacheSubnetGroupName": "@name"}, "CacheSubnetGroups[0]"),
    "aws_dynamodb_table": Reader("dynamodb", "describe_table", {"TableName": "@name"}, "Table", "TableStatus", _ACTIVE),
    "aws_s3_bucket": Reader("s3", "head_bucket", {"Bucket": "@bucket"}, "@"),
    "aws_s3_bucket_versioning": Reader("s3", "get_bucket_versioning", {"Bucket": "@bucket"}, "Status"),
    "aws_s3_bucket_public_access_block": Reader("s3", "get_public_access_block", {"Bucket": "@bucket"}, "PublicAccessBlockConfiguration"),
    "aws_s3_bucket_server_side_encryption_configuration": Reader("s3", "get_bucket_encryption", {"Bucket": "@bucket"}, "ServerSideEncryptionConfiguration"),
    "aws_s3_bucket_policy": Reader("s3", "get_bucket_policy", {"Bucket": "@bucket"}, "Policy"),
    "aws_s3_bucket_lifecycle_configuration": Reader("s3", "get_bucket_lifecycle_configuration", {"Bucket": "@bucket"}, "Rules"),
    "aws_s3_bucket_acl": Reader("s3", "get_bucket_acl", {"Bucket": "@bucket"}, "Grants", stays=True),
    "aws_s3_bucket_ownership_controls": Reader("s3", "get_bucket_ownership_controls", {"Bucket": "@bucket"}, "OwnershipControls"),
    "aws_s3_bucket_cors_configuration": Reader("s3", "get_bucket_cors", {"Bucket": "@bucket"}, "CORSRules"),
    "aws_s3_bucket_website_configuration": Reader("s3", "get_bucket_website", {"Bucket": "@bucket"}, "@"),
    "aws_s3_bucket_logging": Reader("s3", "get_bucket_logging", {"Bucket": "@bucket"}, "LoggingEnabled"),
    "aws_s3_object": Reader("s3", "head_object", {"Bucket": "@bucket", "Key": "@key"}, "@"),
    "aws_sqs_queue": Reader("sqs", "get_queue_attributes", {"QueueUrl": "@url", "AttributeNames": ["QueueArn"]}, "Attributes"),
    "aws_sqs_queue_policy": Reader("sqs", "get_queue_attributes", {"QueueUrl": "@queue_url", "AttributeNames": ["Policy"]}, "Attributes.Policy"),
    "aws_sqs_queue_redrive_policy": Reader("sqs", "get_queue_attributes", {"QueueUrl": "@queue_url", "AttributeNames": ["RedrivePolicy"]}, "Attributes.RedrivePolicy"),
    "aws_sqs_queue_redrive_allow_policy": Reader("sqs", "get_queue_attributes", {"QueueUrl": "@queue_url", "AttributeNames": ["RedriveAllowPolicy"]}, "Attributes.RedriveAllowPolicy"),
    "aws_sns_topic": Reader("sns", "get_topic_attributes", {"TopicArn": "@arn"}, "Attributes"),
    "aws_sns_topic_subscription": Reader("sns", "get_subscription_attributes", {"SubscriptionArn": "@arn"}, "Attributes"),
    "aws_lambda_event_source_mapping": Reader("lambda", "get_event_source_mapping", {"UUID": "@uuid"}, "@", "State", ("Enabled", "Disabled")),
    "aws_lambda_function": Reader("lambda", "get_function", {"FunctionName": "@function_name"}, "Configuration", "State", ("Active", "Inactive")),
    "aws_sfn_state_machine": Reader("stepfunctions", "describe_state_machine", {"stateMachineArn": "@arn"}, "@", "status", _ACTIVE),
    "aws_cloudwatch_event_rule": Reader("events", "describe_rule", {"Name": "@name"}, "Name"),
    "aws_cloudwatch_event_target": Reader("events", "list_targets_by_rule", {"Rule": "@rule"}, "Targets", where={"Id": "@target_id"}),
    "aws_cloudwatch_metric_alarm": Reader("cloudwatch", "describe_alarms", {"AlarmNames": ["@alarm_name"]}, "MetricAlarms[0]"),
    "aws_cloudwatch_log_group": Reader("logs", "describe_log_groups", {"logGroupNamePrefix": "@name"}, "logGroups", where={"logGroupName": "@name"}),
    "aws_iam_role": Reader("iam", "get_role", {"RoleName": "@name"}, "Role"),
    "aws_iam_role_policy": Reader("iam", "get_role_policy", {"RoleName": "@role", "PolicyName": "@name"}, "PolicyName"),
    "aws_iam_role_policy_attachment": Reader("iam", "list_attached_role_policies", {"RoleName": "@role"}, "AttachedPolicies", where=_ATTACHED),
    "aws_iam_user_policy_attachment": Reader("iam", "list_attached_user_policies", {"UserName": "@user"}, "AttachedPolicies", where=_ATTACHED),
    "aws_iam_group_policy_attachment": Reader("iam", "list_attached_group_policies", {"GroupName": "@group"}, "AttachedPolicies", where=_ATTACHED),
    "aws_iam_user_policy": Reader("iam", "get_user_policy", {"UserName": "@user", "PolicyName": "@name"}, "PolicyName"),
    "aws_iam_policy": Reader("iam", "get_policy", {"PolicyArn": "@arn"}, "Policy"),
    "aws_iam_user": Reader("iam", "get_user", {"UserName": "@name"}, "User"),
    "aws_iam_group": Reader("iam", "get_group", {"GroupName": "@name"}, "Group"),
    "aws_iam_instance_profile": Reader("iam", "get_instance_profile", {"InstanceProfileName": "@name"}, "InstanceProfile"),
    "aws_iam_openid_connect_provider": Reader("iam", "get_open_id_connect_provider", {"OpenIDConnectProviderArn": "@arn"}, "@"),
    "aws_kms_key": Reader("kms", "describe_key", {"KeyId": "@key_id"}, "KeyMetadata", "KeyState", ("Enabled", "Disabled")),
    "aws_kms_alias": Reader("kms", "describe_key", {"KeyId": "@name"}, "KeyMetadata"),
    "aws_secretsmanager_secret_version": Reader("secretsmanager", "list_secret_version_ids", {"SecretId": "@secret_id"}, "Versions", where={"VersionId": "@version_id"}),
    "aws_secretsmanager_secret": Reader("secretsmanager", "describe_secret", {"SecretId": "@arn"}, "ARN"),
    "aws_ssm_parameter": Reader("ssm", "get_parameter", {"Name": "@name"}, "Parameter.Name"),
    "aws_ecr_repository": Reader("ecr", "describe_repositories", {"repositoryNames": ["@name"]}, "repositories[0]"),
    "aws_ecr_lifecycle_policy": Reader("ecr", "get_lifecycle_policy", {"repositoryName": "@repository"}, "lifecyclePolicyText"),
    "aws_ecs_service": Reader("ecs", "describe_services", {"cluster": "@cluster", "services": ["@name"]}, "services[0]", "status", _ACTIVE),
    "aws_ecs_task_definition": Reader("ecs", "describe_task_definition", {"taskDefinition": "@arn"}, "taskDefinition", "status", _ACTIVE),
    "aws_ecs_cluster": Reader("ecs", "describe_clusters", {"clusters": ["@name"]}, "clusters[0]", "status", _ACTIVE),
    "aws_lb": Reader("elbv2", "describe_load_balancers", {"LoadBalancerArns": ["@arn"]}, "LoadBalancers[0]", "State.Code", ("active",)),
    "aws_lb_target_group": Reader("elbv2", "describe_target_groups", {"TargetGroupArns": ["@arn"]}, "TargetGroups[0]"),
    "aws_lb_listener": Reader("elbv2", "describe_listeners", {"ListenerArns": ["@arn"]}, "Listeners[0]"),
    "aws_lb_listener_rule": Reader("elbv2", "describe_rules", {"RuleArns": ["@arn"]}, "Rules[0]"),
    "aws_route53_zone": Reader("route53", "get_hosted_zone", {"Id": "@zone_id"}, "HostedZone"),
    "aws_acm_certificate": Reader("acm", "describe_certificate", {"CertificateArn": "@arn"}, "Certificate"),
    "aws_cloudfront_distribution": Reader("cloudfront", "get_distribution", {"Id": "@id"}, "Distribution", "Status", ("Deployed", "InProgress")),
    "aws_kinesis_stream": Reader("kinesis", "describe_stream_summary", {"StreamName": "@name"}, "StreamDescriptionSummary", "StreamStatus", _ACTIVE),
    "aws_cognito_user_pool": Reader("cognito-idp", "describe_user_pool", {"UserPoolId": "@id"}, "UserPool"),
    "aws_cognito_user_pool_client": Reader("cognito-idp", "describe_user_pool_client", {"UserPoolId": "@user_pool_id", "ClientId": "@id"}, "UserPoolClient"),
    "aws_efs_file_system": Reader("efs", "describe_file_systems", {"FileSystemId": "@id"}, "FileSystems[0]", "LifeCycleState", ("available",)),
    "aws_apigatewayv2_stage": Reader("apigatewayv2", "get_stage", {"ApiId": "@api_id", "StageName": "@name"}, "StageName"),
    "aws_apigatewayv2_integration": Reader("apigatewayv2", "get_integration", {"ApiId": "@api_id", "IntegrationId": "@id"}, "IntegrationId"),
    "aws_apigatewayv2_route": Reader("apigatewayv2", "get_route", {"ApiId": "@api_id", "RouteId": "@id"}, "RouteId"),
    "aws_apigatewayv2_api": Reader("apigatewayv2", "get_api", {"ApiId": "@id"}, "ApiId"),
}  # fmt: skip
