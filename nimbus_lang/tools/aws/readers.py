"""How to ask AWS whether one thing that terraform made is there: one line for each terraform type.

`@name` stands for an attribute of the resource in terraform's state. Lines ask by identifier, never by a filter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reader:
    """One call: the service and operation of boto3, its arguments, where in the answer the thing is.

    `status` is where it says how it is (both are JMESPath); `ready` are the statuses of one that is finished,
    empty if it has none.
    """

    service: str
    operation: str
    arguments: Mapping[str, Any]
    thing: str
    status: str = ""
    ready: tuple[str, ...] = field(default=())


GONE = (
    "deleted",
    "deleting",
    "terminated",
    "shutting-down",
    "DELETED",
    "DELETING",
    "inactive",
    "PendingDeletion",
)
"""Statuses of what is as good as not there."""

_EC2_STATE, _UP = "State", ("available",)
_ACTIVE = ("ACTIVE",)
_RDS = ("available", "backing-up", "modifying", "configuring-enhanced-monitoring")

READERS: Mapping[str, Reader] = {
    "aws_vpc": Reader("ec2", "describe_vpcs", {"VpcIds": ["@id"]}, "Vpcs[0]", _EC2_STATE, _UP),
    "aws_subnet": Reader("ec2", "describe_subnets", {"SubnetIds": ["@id"]}, "Subnets[0]", _EC2_STATE, _UP),
    "aws_internet_gateway": Reader("ec2", "describe_internet_gateways", {"InternetGatewayIds": ["@id"]}, "InternetGateways[0]"),
    "aws_nat_gateway": Reader("ec2", "describe_nat_gateways", {"NatGatewayIds": ["@id"]}, "NatGateways[0]", _EC2_STATE, _UP),
    "aws_eip": Reader("ec2", "describe_addresses", {"AllocationIds": ["@id"]}, "Addresses[0]"),
    "aws_route_table": Reader("ec2", "describe_route_tables", {"RouteTableIds": ["@id"]}, "RouteTables[0]"),
    "aws_security_group": Reader("ec2", "describe_security_groups", {"GroupIds": ["@id"]}, "SecurityGroups[0]"),
    "aws_vpc_security_group_ingress_rule": Reader("ec2", "describe_security_group_rules", {"SecurityGroupRuleIds": ["@id"]}, "SecurityGroupRules[0]"),
    "aws_vpc_security_group_egress_rule": Reader("ec2", "describe_security_group_rules", {"SecurityGroupRuleIds": ["@id"]}, "SecurityGroupRules[0]"),
    "aws_network_acl": Reader("ec2", "describe_network_acls", {"NetworkAclIds": ["@id"]}, "NetworkAcls[0]"),
    "aws_vpc_endpoint": Reader("ec2", "describe_vpc_endpoints", {"VpcEndpointIds": ["@id"]}, "VpcEndpoints[0]", _EC2_STATE, ("available", "Available")),
    "aws_flow_log": Reader("ec2", "describe_flow_logs", {"FlowLogIds": ["@id"]}, "FlowLogs[0]"),
    "aws_instance": Reader("ec2", "describe_instances", {"InstanceIds": ["@id"]}, "Reservations[0].Instances[0]", "State.Name", ("running",)),
    "aws_launch_template": Reader("ec2", "describe_launch_templates", {"LaunchTemplateIds": ["@id"]}, "LaunchTemplates[0]"),
    "aws_key_pair": Reader("ec2", "describe_key_pairs", {"KeyNames": ["@key_name"]}, "KeyPairs[0]"),
    "aws_ebs_volume": Reader("ec2", "describe_volumes", {"VolumeIds": ["@id"]}, "Volumes[0]", _EC2_STATE, ("available", "in-use")),
    "aws_autoscaling_group": Reader("autoscaling", "describe_auto_scaling_groups", {"AutoScalingGroupNames": ["@name"]}, "AutoScalingGroups[0]"),
    "aws_eks_cluster": Reader("eks", "describe_cluster", {"name": "@name"}, "cluster", "status", _ACTIVE),
    "aws_eks_node_group": Reader("eks", "describe_nodegroup", {"clusterName": "@cluster_name", "nodegroupName": "@node_group_name"}, "nodegroup", "status", _ACTIVE),
    "aws_eks_addon": Reader("eks", "describe_addon", {"clusterName": "@cluster_name", "addonName": "@addon_name"}, "addon", "status", _ACTIVE),
    "aws_db_instance": Reader("rds", "describe_db_instances", {"DBInstanceIdentifier": "@identifier"}, "DBInstances[0]", "DBInstanceStatus", _RDS),
    "aws_rds_cluster": Reader("rds", "describe_db_clusters", {"DBClusterIdentifier": "@cluster_identifier"}, "DBClusters[0]", "Status", _RDS),
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
    "aws_s3_object": Reader("s3", "head_object", {"Bucket": "@bucket", "Key": "@key"}, "@"),
    "aws_sqs_queue": Reader("sqs", "get_queue_attributes", {"QueueUrl": "@url", "AttributeNames": ["QueueArn"]}, "Attributes"),
    "aws_sns_topic": Reader("sns", "get_topic_attributes", {"TopicArn": "@arn"}, "Attributes"),
    "aws_lambda_function": Reader("lambda", "get_function", {"FunctionName": "@function_name"}, "Configuration", "State", ("Active", "Inactive")),
    "aws_sfn_state_machine": Reader("stepfunctions", "describe_state_machine", {"stateMachineArn": "@arn"}, "@", "status", _ACTIVE),
    "aws_cloudwatch_event_rule": Reader("events", "describe_rule", {"Name": "@name"}, "Name"),
    "aws_cloudwatch_metric_alarm": Reader("cloudwatch", "describe_alarms", {"AlarmNames": ["@alarm_name"]}, "MetricAlarms[0]"),
    "aws_cloudwatch_log_group": Reader("logs", "describe_log_groups", {"logGroupNamePrefix": "@name"}, "logGroups[0]"),
    "aws_iam_role": Reader("iam", "get_role", {"RoleName": "@name"}, "Role"),
    "aws_iam_role_policy": Reader("iam", "get_role_policy", {"RoleName": "@role", "PolicyName": "@name"}, "PolicyName"),
    "aws_iam_policy": Reader("iam", "get_policy", {"PolicyArn": "@arn"}, "Policy"),
    "aws_iam_user": Reader("iam", "get_user", {"UserName": "@name"}, "User"),
    "aws_iam_group": Reader("iam", "get_group", {"GroupName": "@name"}, "Group"),
    "aws_iam_instance_profile": Reader("iam", "get_instance_profile", {"InstanceProfileName": "@name"}, "InstanceProfile"),
    "aws_iam_openid_connect_provider": Reader("iam", "get_open_id_connect_provider", {"OpenIDConnectProviderArn": "@arn"}, "@"),
    "aws_kms_key": Reader("kms", "describe_key", {"KeyId": "@key_id"}, "KeyMetadata", "KeyState", ("Enabled", "Disabled")),
    "aws_secretsmanager_secret": Reader("secretsmanager", "describe_secret", {"SecretId": "@arn"}, "ARN"),
    "aws_ssm_parameter": Reader("ssm", "get_parameter", {"Name": "@name"}, "Parameter.Name"),
    "aws_ecr_repository": Reader("ecr", "describe_repositories", {"repositoryNames": ["@name"]}, "repositories[0]"),
    "aws_ecs_cluster": Reader("ecs", "describe_clusters", {"clusters": ["@name"]}, "clusters[0]", "status", _ACTIVE),
    "aws_lb": Reader("elbv2", "describe_load_balancers", {"LoadBalancerArns": ["@arn"]}, "LoadBalancers[0]", "State.Code", ("active",)),
    "aws_lb_target_group": Reader("elbv2", "describe_target_groups", {"TargetGroupArns": ["@arn"]}, "TargetGroups[0]"),
    "aws_lb_listener": Reader("elbv2", "describe_listeners", {"ListenerArns": ["@arn"]}, "Listeners[0]"),
    "aws_route53_zone": Reader("route53", "get_hosted_zone", {"Id": "@zone_id"}, "HostedZone"),
    "aws_acm_certificate": Reader("acm", "describe_certificate", {"CertificateArn": "@arn"}, "Certificate"),
    "aws_cloudfront_distribution": Reader("cloudfront", "get_distribution", {"Id": "@id"}, "Distribution", "Status", ("Deployed", "InProgress")),
    "aws_kinesis_stream": Reader("kinesis", "describe_stream_summary", {"StreamName": "@name"}, "StreamDescriptionSummary", "StreamStatus", _ACTIVE),
    "aws_cognito_user_pool": Reader("cognito-idp", "describe_user_pool", {"UserPoolId": "@id"}, "UserPool"),
    "aws_apigatewayv2_api": Reader("apigatewayv2", "get_api", {"ApiId": "@id"}, "ApiId"),
}  # fmt: skip
