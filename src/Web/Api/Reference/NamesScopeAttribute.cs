namespace SecretsDashboard.Web.Api.Reference;

/// <summary>The string, or each string of the array, is the name of a scope.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamesScopeAttribute : Attribute;
