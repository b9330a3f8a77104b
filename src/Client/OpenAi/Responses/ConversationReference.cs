using System.Text.Json;
using System.Text.Json.Serialization;
using JanusCluster.Client.Http;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>A conversation by its id, or by an object with it.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record ConversationReference(string Id)
{
    private sealed class Converter : JsonConverter<ConversationReference>
    {
        public override ConversationReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.TokenType == JsonTokenType.String ? reader.GetString()! : ReadId(ref reader, options));

        public override void Write(Utf8JsonWriter writer, ConversationReference value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Named(value.Id), options);

        private static string ReadId(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            try
            {
                return JsonSerializer.Deserialize<Named>(ref reader, options)?.Id ?? throw new JsonException("The JSON value could not be converted.");
            }
            catch (JsonException e)
            {
                throw NestedJsonException.Of(e);
            }
        }
    }

    private sealed record Named(string? Id = null);
}
