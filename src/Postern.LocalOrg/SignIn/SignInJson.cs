using System.Text.Json.Serialization;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.SignIn;

/// <summary>How what waits for a person is stored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PendingAuthorization))]
[JsonSerializable(typeof(PushedAuthorization))]
[JsonSerializable(typeof(Transaction))]
[JsonSerializable(typeof(Factor))]
[JsonSerializable(typeof(PendingFactor))]
[JsonSerializable(typeof(Challenge))]
[JsonSerializable(typeof(Recovery))]
[JsonSerializable(typeof(OutboxMessage))]
sealed partial class SignInJson : JsonSerializerContext;
