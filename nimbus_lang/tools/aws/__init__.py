"""AWS through boto3: who we are, whether what terraform made is there, and how to reach an EKS cluster."""
