using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Postern.LocalOrg.Authn;

/// <summary>
/// A text as a QR code: its squares, where dark ones are true, with the four light ones around it that ISO/IEC 18004 demands.
/// </summary>
static class QrCode
{
    // Scanners recognise UTF-8, and some stumble over a code that says it is. Level L, the writer's own, is enough for screens, which are
    // neither torn nor dirty.
    static readonly Dictionary<EncodeHintType, object> Hints = new()
    {
        [EncodeHintType.CHARACTER_SET] = "UTF-8",
        [EncodeHintType.DISABLE_ECI] = true,
    };

    /// <exception cref="ArgumentException">The text is empty, or longer than 2,953 bytes.</exception>
    public static BitMatrix Of(string text)
    {
        try
        {
            return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, width: 0, height: 0, Hints);
        }
        catch (WriterException e)
        {
            throw new ArgumentException($"A QR code does not hold {text.Length} letters.", nameof(text), e);
        }
    }
}
